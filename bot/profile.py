"""The alliance's profile, read from its TOML file.

The file has the form of `domain.profile.Profile`: a table for each of its classes, a list for each tuple. Every problem is
named with its key, all at once.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from email_validator import EmailNotValidError, validate_email

from bot.errors import UserError
from bot.settings import LocalSettings
from domain.profile import Profile

SHIPPED = Path(__file__).parent / "profiles" / "zhongguancun.toml"
KINDS = {str: "a text", int: "a whole number"}


def load(settings: LocalSettings) -> Profile:
    """Read the profile named in the settings; raise `UserError` with a line for every problem."""
    path = settings.alliance_file or SHIPPED
    data = _parsed(path)
    problems = [f"{path}: {problem}" for problem in _problems(Profile, data, "")]
    if problems:
        raise UserError(*problems)
    profile: Profile = _built(Profile, data)
    return _filled(replace(profile, join_address=settings.join_address or profile.join_address))


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
        yield from _in_table(get_type_hints(kind), value, key)
    elif get_origin(kind) is tuple:
        yield from _in_list(get_args(kind)[0], value, key)
    elif type(value) is not kind:
        yield f"{key}: expected {KINDS[kind]}"
    elif kind is str and not value.strip():
        yield f"{key}: expected a text, found an empty one"
    else:
        rule = RULES.get(re.sub(r"\[\d+\]", "", key))
        if rule and not rule.holds(value):
            yield f"{key}: expected {rule.expected}"


def _in_table(hints: dict[str, Any], value: Any, key: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{key}: expected a table with {', '.join(hints)}"
        return
    prefix = f"{key}." if key else ""
    yield from (f"{prefix}{name}: not known here" for name in value if name not in hints)
    for name, kind in hints.items():
        if name in value:
            yield from _problems(kind, value[name], prefix + name)
        else:
            yield f"{prefix}{name}: missing"


def _in_list(kind: Any, value: Any, key: str) -> Iterator[str]:
    if not isinstance(value, list) or not value:
        yield f"{key}: expected a list with at least one entry"
        return
    for number, each in enumerate(value, 1):
        yield from _problems(kind, each, f"{key}[{number}]")
    keys = [each["key"] for each in value if isinstance(each, dict) and isinstance(each.get("key"), str)]
    yield from (f"{key}: {twice} is there twice" for twice in sorted({each for each in keys if keys.count(each) > 1}))


def _built(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        return kind(**{name: _built(hint, value[name]) for name, hint in get_type_hints(kind).items()})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], each) for each in value)
    return value


def _filled(profile: Profile) -> Profile:
    """Put the facts of the profile into the notice, so that it cannot say anything else than what is done."""
    facts = {"join_address": profile.join_address, "retention_days": profile.retention_days}
    notice = profile.privacy_notice
    return replace(profile, privacy_notice=replace(notice, zh=notice.zh.format(**facts), en=notice.en.format(**facts)))


class _Rule(NamedTuple):
    holds: Callable[[Any], object]
    expected: str


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _takes_facts(text: str) -> bool:
    return not re.search(r"[{}]", re.sub(r"\{(join_address|retention_days)\}", "", text))


RULES = {
    "join_address": _Rule(_is_address, "a mail address"),
    "retention_days": _Rule(lambda days: 1 <= days <= 3650, "1 to 3650 days"),
    "fields.key": _Rule(re.compile(r"[a-z][a-z0-9_]{0,15}").fullmatch, "small letters, digits and _, 16 at most"),
    "privacy_notice.zh": _Rule(_takes_facts, "{join_address} and {retention_days} as the only braces"),
    "privacy_notice.en": _Rule(_takes_facts, "{join_address} and {retention_days} as the only braces"),
}
