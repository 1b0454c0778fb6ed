"""What the alliance answers to the questions people ask, and finding the answer a question asks for.

An answer is given only where it is sure: a wrong one harms more than "a colleague will answer".
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.languages import Bilingual
from domain.likeness import Likeness


@dataclass(frozen=True, slots=True)
class Wording(Bilingual):
    """A text that may lack a language: its readers then get the other one."""

    zh: str = ""
    en: str = ""

    def in_(self, language: str) -> str:
        """Return the text in ``language`` or, when missing, in the other."""
        return Bilingual.in_(self, language) or self.zh or self.en


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and how it is asked for: words that belong to it, and whole questions as people put them."""

    key: str
    title: Wording
    text: Wording
    keywords: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()


OUTSIDE = "-"
"""The key of a question that is not for the alliance."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question somebody might ask, and the key of its answer; `OUTSIDE` when it must stay unanswered."""

    key: str
    question: str


@dataclass(frozen=True, slots=True)
class Canned:
    """A ready answer (常用回复) that colleagues send with one tap."""

    key: str
    title: Wording
    text: Wording


@dataclass(frozen=True, slots=True)
class Found:
    """What a question leads to. ``topic`` is set only when sure; ``score`` says how sure (0 to 1).

    ``nearest`` are up to three keys worth offering, best first; none when the question is plainly about something else.
    """

    topic: str | None
    score: float
    nearest: tuple[str, ...]


SURE = 0.4
"""From this likelihood on an answer is given. Measured: docs/decisions/0008-questions-by-example.md."""

STRANGERS = 5
"""How many times likelier a question is somebody else's than about any one answer, before it is read."""

FOREIGN = 0.8
"""From this likelihood on a question is plainly about something else, and nothing is offered."""

WORTH_OFFERING = 0.08
"""From this likelihood on an answer is offered when none is sure."""

OFFERED = 3


class Index:
    """Finds answers. Made once at start, in about half a second, from what belongs to each answer and how people ask."""

    def __init__(self, answers: Sequence[Answer], asked: Iterable[Asked] = ()) -> None:
        known = {answer.key for answer in answers} | {OUTSIDE}
        own = [(each.key, text) for each in answers for text in (*each.samples, *each.keywords)]
        examples = [*((each.key, each.question) for each in asked if each.key in known), *own]
        self._verbatim: dict[str, set[str]] = defaultdict(set)
        for key, text in examples:
            self._verbatim[_plain(text)].add(key)
        self._likeness = Likeness(examples)

    def find(self, question: str) -> Found:
        """Return which answer ``question`` asks for; any text is taken."""
        match [*self._verbatim.get(_plain(question), ())]:
            case [key]:
                return Found(key, 1.0, (key,)) if key != OUTSIDE else Found(None, 0.0, ())
        shares = self._likeness.shares(question)
        foreign = STRANGERS * shares.pop(OUTSIDE, 0.0)
        whole = sum(shares.values()) + foreign
        if not shares or foreign >= FOREIGN * whole:
            return Found(None, 0.0, ())
        ranked = [(key, share / whole) for key, share in shares.items()]
        best, score = ranked[0]
        sure = score >= SURE and score * whole > foreign
        nearest = [key for key, share in ranked if share >= WORTH_OFFERING]
        return Found(best if sure else None, round(score, 3), tuple(nearest[:OFFERED]))


def _plain(text: str) -> str:
    """Return ``text`` without case, signs and spaces."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
