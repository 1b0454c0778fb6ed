"""The made-up organisations of the sample, read from `organisations.toml`: members for every part that has members to show."""

import tomllib
from collections import Counter
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from bot.errors import UserError
from bot.setting_types import MailAddress
from domain.enquiries import OrganisationKind
from domain.languages import Bilingual, Language
from domain.organisations import credit_code
from domain.roster import ContactRole

FILE = Path(__file__).with_name("organisations.toml")
AREA = "000000"
"""The area in every credit code of the sample; no real organisation has it."""

_STRICT = ConfigDict(extra="forbid")


class Tier(StrEnum):
    """The office a member holds, the highest first."""

    CHAIR = "chair"
    EXECUTIVE_VICE_CHAIR = "executive_vice_chair"
    VICE_CHAIR = "vice_chair"
    COUNCIL = "council"
    ORDINARY = "ordinary"


class Owes(StrEnum):
    """How much of the year's dues an organisation has not paid yet."""

    NOTHING = "nothing"
    HALF = "half"
    ALL = "all"


def _made_up(code: str) -> str:
    if credit_code(code) != (code, True) or code[2:8] != AREA:
        raise ValueError(f"expected a credit code of area {AREA} with a right check digit")
    return code


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@dataclass(frozen=True, slots=True, config=_STRICT)
class Contact:
    """A person of an organisation; ``telegram`` is their id in the sandbox, None for one who does not use the bot."""

    name: Words
    roles: Annotated[tuple[ContactRole, ...], Field(min_length=1)]
    language: Language
    mail: MailAddress
    telegram: int | None = None


@dataclass(frozen=True, slots=True, config=_STRICT)
class Organisation:
    """A member organisation; ``fields`` are keys of the profile's, ``owes`` is about the dues of the year that runs."""

    name: Bilingual
    kind: OrganisationKind
    credit_code: Annotated[str, AfterValidator(_made_up)]
    city: Bilingual
    fields: Annotated[tuple[str, ...], Field(min_length=1)]
    tier: Tier
    joined: date
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1, max_length=3)]
    owes: Owes = Owes.NOTHING


@dataclass(frozen=True, slots=True, config=_STRICT)
class _File:
    organisations: tuple[Organisation, ...]


def load(path: Path = FILE) -> tuple[Organisation, ...]:
    """Return the organisations in ``path``; raise `UserError` with a line for every problem."""
    try:
        found = TypeAdapter(_File).validate_python(tomllib.loads(path.read_text("utf-8"))).organisations
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
    else:
        problems = [f"{value}: stands there more than once" for value in _repeated(found)]
        if not problems:
            return found
    raise UserError(*(f"{path.name}: {problem}" for problem in problems))


def _repeated(found: tuple[Organisation, ...]) -> list[object]:
    """Return whatever two share though it is one's own: a credit code, a name, a contact's name, mail address or id."""
    contacts = [contact for each in found for contact in each.contacts]
    own = [value for each in found for value in (each.credit_code, each.name.zh, each.name.en)]
    own += [value for each in contacts for value in (each.name, each.mail)]
    ids = [each.telegram for each in contacts if each.telegram is not None]
    return [value for value, times in Counter([*own, *ids]).items() if times > 1]
