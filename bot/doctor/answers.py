"""The doctor's look at the profile's answers: what lacks a language, what collides, what states more than the profile holds."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from bot.doctor.findings import Finding, ok, problem
from domain.answers import Answer, Canned
from domain.figures import figures
from domain.languages import Language, of_text
from domain.profile import Profile

ALIKE = 0.9
"""Texts that agree to this share say the same."""

LANGUAGES = {Language.CHINESE: "Chinese", Language.ENGLISH: "English"}


def answers(profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with the answers, or that all is well."""
    found = [*_lacking(profile), *_colliding(profile), *_unfounded(profile)]
    yield from found or [
        ok("Answers", f"{len(profile.answers)} answers and {len(profile.canned)} canned ones, in both languages")
    ]


def _lacking(profile: Profile) -> Iterator[Finding]:
    for entry in _entries(profile):
        for language, name in LANGUAGES.items():
            parts = [part for part in ("title", "text") if not getattr(getattr(entry, part), language.value).strip()]
            if isinstance(entry, Answer) and not any(of_text(text) is language for text in (*entry.keywords, *entry.samples)):
                parts.append("keyword or sample")
            if parts:
                mend = "write it in the profile; until then readers get the other language, or do not find it"
                yield problem("Answers", f"{entry.key} has no {' and no '.join(parts)} in {name}", mend)


def _colliding(profile: Profile) -> Iterator[Finding]:
    entries = profile.answers
    asked = [(entry.key, text) for entry in entries for text in entry.samples]
    yield from _shared("title", ((entry.key, text) for entry in entries for text in (entry.title.zh, entry.title.en)))
    yield from _shared("keyword", ((entry.key, text) for entry in entries for text in entry.keywords))
    yield from _shared("question", [*asked, *((each.key, each.question) for each in profile.asked)])
    for one, other in combinations(entries, 2):
        texts = [(one.text.zh, other.text.zh), (one.text.en, other.text.en)]
        if any(mine and yours and _alike(mine, yours) for mine, yours in texts):
            yield problem("Answers", f"{one.key} and {other.key} say the same", "make one of them, or tell them apart")


def _shared(what: str, owned_texts: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Yield what two keys both own, however it is written: a question for it would find either."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for key, text in owned_texts:
        if text:
            owners[_plain(text)][key] = text
    for owned in owners.values():
        if len(owned) > 1:
            words = f"{' and '.join(owned)} both have the {what} “{next(iter(owned.values()))}”"
            yield problem("Answers", words, "leave it to the one it belongs to")


def _unfounded(profile: Profile) -> Iterator[Finding]:
    held = {figure for fact in profile.facts.values() for text in (fact.zh, fact.en) for figure in figures(text)}
    for entry in _entries(profile):
        stated = {figure for text in _texts(entry) for figure in figures(text)}
        if strange := sorted(stated - held):
            words = f"{entry.key} states {', '.join(strange)}, which the profile does not hold"
            yield problem("Answers", words, "put it into [facts] and name it in braces, or take it out")


def _entries(profile: Profile) -> tuple[Answer | Canned, ...]:
    return *profile.answers, *profile.canned


def _texts(entry: Answer | Canned) -> tuple[str, ...]:
    return entry.title.zh, entry.title.en, entry.text.zh, entry.text.en


def _plain(text: str) -> str:
    """Return ``text`` without case, signs and the order of words."""
    return " ".join(sorted(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
