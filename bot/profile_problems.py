"""What is wrong with a profile file, each problem with its key: the form of `domain.profile.Profile`, and limits of its own."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from email_validator import EmailNotValidError, validate_email

from domain.languages import Bilingual
from domain.profile import Profile
from domain.roster import ContactRole
from domain.working_time import OfficeHours, knows

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
KINDS = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    date: "a day such as 2026-10-01",
    time: "a time such as 09:00:00",
}


def problems(data: dict[str, Any]) -> list[str]:
    """Return what keeps ``data``, read from a profile file, from being a profile."""
    return [*_problems(Profile, data, ""), *_strange_places(data), *_no_hours(data), *_strange_tiers(data), *_no_ladder(data)]


def wanted(kind: Any) -> Any:
    """Return what a key must hold where it is there at all: of ``X | None``, ``X``."""
    return next(each for each in get_args(kind) if each is not NoneType) if get_origin(kind) is UnionType else kind


def _problems(kind: Any, value: Any, key: str) -> Iterator[str]:
    """Name whatever in ``value`` does not make a ``kind``."""
    kind = wanted(kind)
    if is_dataclass(kind):
        yield from _in_table(kind, value, key)
    elif get_origin(kind) is tuple:
        yield from _in_list(get_args(kind)[0], value, key)
    elif get_origin(kind) is Mapping:
        yield from _in_facts(value, key) if get_args(kind)[1] is Bilingual else _in_fees(value, key)
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


def _in_fees(value: Any, key: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{key}: expected a table"
        return
    for name, fee in value.items():
        if type(fee) is not int or not 0 <= fee <= 100_000_000:
            yield f"{key}.{name}: expected a whole number of yuan"


def _strange_tiers(data: dict[str, Any]) -> Iterator[str]:
    """Name fees of tiers that there are none of."""
    tiers, dues = data.get("tiers", []), data.get("dues", {})
    known = {each.get("key") for each in tiers if isinstance(each, dict)} if isinstance(tiers, list) else set()
    fees = dues.get("fees", {}) if isinstance(dues, dict) else {}
    yield from (f"dues.fees.{name}: expected the key of a tier" for name in fees if name not in known)


def _no_ladder(data: dict[str, Any]) -> Iterator[str]:
    """Name ladders whose steps do not rise."""
    table = data.get("ladders")
    for name, ladder in table.items() if isinstance(table, dict) else ():
        steps = ladder.get("steps") if isinstance(ladder, dict) else None
        if isinstance(steps, list) and all(type(each) is int for each in steps) and steps != sorted(set(steps)):
            yield f"ladders.{name}.steps: expected days in rising order, each once"


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
    "dues.year": _Rule(("calendar", "anniversary").__contains__, "calendar or anniversary"),
    "dues.late_joiner": _Rule(("full", "month", "half_year").__contains__, "full, month or half_year"),
    "dues.due_month": _Rule(lambda month: 1 <= month <= 12, "1 to 12"),
    "dues.due_day": _Rule(lambda day: 1 <= day <= 31, "1 to 31"),
    "dues.due_after_days": _Rule(lambda days: 0 <= days <= 365, "0 to 365 days"),
    "ladders.dues.steps": _Rule(lambda days: -365 <= days <= 365, "days from -365 to 365"),
    "ladders.dues.roles": _Rule(set(ContactRole).__contains__, f"one of {', '.join(ContactRole)}"),
    **dict.fromkeys(
        ("tiers.key", "application.documents.key"),
        _Rule(re.compile(r"[a-z][a-z0-9_]{0,31}").fullmatch, "small letters, digits and _, 32 at most"),
    ),
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
