"""The alliance's profile, read from its TOML file.

The file has the form of `domain.profile.Profile`: a table for each of its classes, a list for each tuple; what has a default
may be left out. Every problem is named with its key, all at once. Texts name facts by placeholder, so that they cannot say
anything else than what is so.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from bot.errors import UserError
from bot.profile_problems import OWN_FACTS, PLACE, problems, wanted
from bot.settings import LocalSettings
from domain.answers import Asked
from domain.languages import Bilingual, Language
from domain.profile import Profile

SHIPPED = Path(__file__).parent / "profiles" / "zhongguancun.toml"
QUESTIONS = "questions.tsv"
"""How people ask; the file stands beside the profile, else the shipped one is used."""


def path_of(settings: LocalSettings) -> Path:
    """Return the file the profile is read from."""
    return settings.alliance_file or SHIPPED


def load(settings: LocalSettings) -> Profile:
    """Read the profile named in the settings; raise `UserError` with a line for every problem."""
    path = path_of(settings)
    data = _parsed(path)
    if found := problems(data):
        raise UserError(*(f"{path}: {problem}" for problem in found))
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


def _built(kind: Any, value: Any) -> Any:
    kind = wanted(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _built(hints[name], each) for name, each in value.items()})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], each) for each in value)
    if get_origin(kind) is Mapping:
        return {name: _spoken(each) if get_args(kind)[1] is Bilingual else each for name, each in value.items()}
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
