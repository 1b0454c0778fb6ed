"""The alliance's profile, read from its TOML file.

The file has the form of `domain.profile.Profile`: a table for each of its classes, a list for each tuple; what has a default
may be left out. Every problem is named with its key, all at once. Texts name facts by placeholder, so that they cannot say
anything else than what is so.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, time
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from email_validator import EmailNotValidError, validate_email

from bot.errors import UserError
from bot.settings import LocalSettings
from domain.answers import Asked
from domain.languages import Bilingual, Language
from domain.profile import Profile
from domain.working_time import OfficeHours, knows

SHIPPED = Path(__file__).parent / "profiles" / "zhongguancun.toml"
QUESTIONS = "questions.tsv"
"""How people ask; the file stands beside the profile, else the shipped one is used."""

NAME = r"[a-z][a-z0-9_]{0,31}"
PLACE = re.compile(r"\{(\w+)\}")
FILLED = r"(privacy_notice|(answers|canned)\[\d+\]\.text)\.(zh|en)"
OWN_FACTS = (
    "name",
    "short_name",
    "supported_by",
    "invited",
    "join_address",
    "fields",
    "retention_days",
    "enquiry_retention_days",
)
KINDS = {str: "a text", int: "a whole number", date: "a day such as 2026-10-01", time: "a time such as 09:00:00"}


def path_of(settings: LocalSettings) -> Path:
    """Return the file the profile is read from."""
    return settings.alliance_file or SHIPPED


def load(settings: LocalSettings) -> Profile:
    """Read the profile named in the settings; raise `UserError` with a line for every problem."""
    path = path_of(settings)
    data = _parsed(path)
    problems = [*_problems(Profile, data, ""), *_strange_places(data), *_no_hours(data)]
    if problems:
        raise UserError(*(f"{path}: {problem}" for problem in problems))
    profile: Profile = _built(Profile, data)
    asked = _asked(path.with_name(QUESTIONS))
    return _filled(replace(profile, join_address=settings.join_address or profile.join_address, asked=asked))


def _asked(path: Path) -> tuple[Asked, ...]:
    """Read how people ask; raise `UserError` with every line that is no question with its key."""
    path = path if path.is_file() else SHIPPED.with_name(QUESTIONS)
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{path} cannot be read as UTF-8.") from None
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    wrong = [number for number, row in rows if len(row) != 2 or not all(part.strip() for part in row)]
    if wrong:
        raise UserError(*(f"{path}, line {number}: expected a key, a tab and a question" for number in wrong))
    return tuple(Asked(key, question) for _, (key, question) in rows)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UserError(f"ALLIANCE_FILE {path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"ALLIANCE_FILE {path} is not TOML in UTF-8: {error}.") from None


def _problems(kind: Any, value: Any, key: str) -> Iterator[str]:
    """Name whatever in ``value`` does not make a ``kind``."""
    if is_dataclass(kind):
        yield from _in_table(kind, value, key)
    elif get_origin(kind) is tuple:
        yield from _in_list(get_args(kind)[0], value, key)
    elif get_origin(kind) is Mapping:
        yield from _in_facts(value, key)
    elif type(value) is not kind:
        yield f"{key}: expected {KINDS[kind]}"
    elif kind is str and not value.strip():
        yield f"{key}: expected a text, found an empty one"
    else:
        rule = RULES.get(re.sub(r"\[\d+\]", "", key))
        if rule and not rule.holds(value):
            yield f"{key}: expected {rule.expected}"


def _in_table(kind: Any, value: Any, key: str) -> Iterator[str]:
    hints = get_type_hints(kind)
    if not isinstance(value, dict):
        yield f"{key}: expected a table with {', '.join(hints)}"
        return
    prefix = f"{key}." if key else ""
    yield from (f"{prefix}{name}: not known here" for name in value if name not in hints)
    for name, hint in hints.items():
        if name in value:
            yield from _problems(hint, value[name], prefix + name)
        elif name not in _optional(kind):
            yield f"{prefix}{name}: missing"
    if not value:
        yield f"{key}: expected one of {', '.join(hints)} at least"


def _optional(kind: Any) -> set[str]:
    return {each.name for each in fields(kind) if (each.default, each.default_factory) != (MISSING, MISSING)}


def _in_list(kind: Any, value: Any, key: str) -> Iterator[str]:
    if not isinstance(value, list) or not value:
        yield f"{key}: expected a list with at least one entry"
        return
    for number, each in enumerate(value, 1):
        yield from _problems(kind, each, f"{key}[{number}]")
    keys = [each["key"] for each in value if isinstance(each, dict) and isinstance(each.get("key"), str)]
    yield from (f"{key}: {twice} is there twice" for twice in sorted({each for each in keys if keys.count(each) > 1}))


def _in_facts(value: Any, key: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{key}: expected a table"
        return
    for name, fact in value.items():
        if not re.fullmatch(NAME, name):
            yield f"{key}: {name} is no name; expected small letters, digits and _"
        elif isinstance(fact, dict):
            yield from _in_table(Bilingual, fact, f"{key}.{name}")
        elif type(fact) not in (int, date, str) or fact == "":
            yield f"{key}.{name}: expected a whole number, a date, a text or a table with zh, en"


def _strange_places(data: dict[str, Any]) -> Iterator[str]:
    """Name what stands in braces in a text and is no fact."""
    facts = data.get("facts")
    known = {*OWN_FACTS, *(facts if isinstance(facts, dict) else ())}
    for key, text in _leaves(data, ""):
        if re.fullmatch(FILLED, key) and re.search(r"[{}]", PLACE.sub(lambda place: "" if place[1] in known else "{", text)):
            yield f"{key}: expected no braces but {', '.join(f'{{{name}}}' for name in sorted(known))}"


def _no_hours(data: dict[str, Any]) -> Iterator[str]:
    """Name office hours that end before they begin."""
    table = data.get("office_hours")
    hours = {"opens": OfficeHours().opens, "closes": OfficeHours().closes, **(table if isinstance(table, dict) else {})}
    if type(hours["opens"]) is type(hours["closes"]) is time and hours["opens"] >= hours["closes"]:
        yield "office_hours.closes: expected a time after opens"


def _leaves(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from _leaves(each, f"{key}[{number}]")
    elif isinstance(value, str):
        yield key, value


def _built(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _built(hints[name], each) for name, each in value.items()})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], each) for each in value)
    if get_origin(kind) is Mapping:
        return {name: _spoken(fact) for name, fact in value.items()}
    return value


def _spoken(fact: Any) -> Bilingual:
    """Return a fact as a text states it."""
    if isinstance(fact, dict):
        return Bilingual(**fact)
    if isinstance(fact, date):
        return Bilingual(f"{fact.year}年{fact.month}月{fact.day}日", f"{fact.day} {fact:%B %Y}")
    return Bilingual(str(fact), str(fact))


def _filled(profile: Profile) -> Profile:
    """Put the facts into every text that names them."""
    own = {name: getattr(profile, name) for name in OWN_FACTS if name != "fields"}
    own["fields"] = Bilingual(
        "、".join(each.name.zh for each in profile.fields), ", ".join(each.name.en for each in profile.fields)
    )
    facts = {**{name: each if isinstance(each, Bilingual) else _spoken(each) for name, each in own.items()}, **profile.facts}

    def fill(text: Any) -> Any:
        by_language = {
            each.value: PLACE.sub(lambda place: facts[place[1]].in_(each), getattr(text, each.value))  # noqa: B023 - used at once
            for each in Language
        }
        return replace(text, **by_language)

    return replace(
        profile,
        privacy_notice=fill(profile.privacy_notice),
        answers=tuple(replace(each, text=fill(each.text)) for each in profile.answers),
        canned=tuple(replace(each, text=fill(each.text)) for each in profile.canned),
        facts=facts,
    )


class _Rule(NamedTuple):
    holds: Callable[[Any], object]
    expected: str


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _at_most(length: int) -> Callable[[str], bool]:
    return lambda text: len(text) <= length


RULES = {
    "join_address": _Rule(_is_address, "a mail address"),
    **dict.fromkeys(("retention_days", "enquiry_retention_days"), _Rule(lambda days: 1 <= days <= 3650, "1 to 3650 days")),
    "office_hours.country": _Rule(knows, "a country the holidays library knows, by its two letters, such as CN"),
    "desk.first_reminder_working_hours": _Rule(lambda hours: 1 <= hours <= 100, "1 to 100 hours"),
    "desk.second_reminder_hours": _Rule(lambda hours: 1 <= hours <= 1000, "1 to 1000 hours"),
    "desk.messages_a_minute": _Rule(lambda number: 1 <= number <= 1000, "1 to 1000 messages"),
    "fields.key": _Rule(re.compile(r"[a-z][a-z0-9_]{0,15}").fullmatch, "small letters, digits and _, 16 at most"),
    "answers.key": _Rule(re.compile(NAME).fullmatch, "small letters, digits and _, 32 at most"),
    "canned.key": _Rule(re.compile(NAME).fullmatch, "small letters, digits and _, 32 at most"),
    **dict.fromkeys(
        ("answers.title.zh", "answers.title.en", "canned.title.zh", "canned.title.en"),
        _Rule(_at_most(64), "64 characters at most"),
    ),
    **dict.fromkeys(
        ("answers.text.zh", "answers.text.en", "canned.text.zh", "canned.text.en"),
        _Rule(_at_most(3500), "3500 characters at most"),
    ),
}
