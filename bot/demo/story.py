"""The story of the sample, read from `story.toml`: who is there, and what they have said before a visitor comes."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from bot.demo import organisations
from domain.languages import Language

FILE = Path(__file__).with_name("story.toml")
DAYS = 2

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=_STRICT)
class Person:
    """Somebody with a phone; ``owner``: who owns the installation."""

    id: int
    name: str
    language: Language
    owner: bool = False


@dataclass(frozen=True, config=_STRICT)
class Group:
    """The staff group; members and administrator are named."""

    id: Annotated[int, Field(lt=0)]
    title: str
    members: tuple[str, ...]
    admin: str


@dataclass(frozen=True, config=_STRICT)
class Act:
    """What somebody says, sends or taps. ``to``: the group, or whose topic in it; None for the private chat with the bot."""

    day: Literal[1, 2]
    at: time
    by: str
    to: str | None = None
    says: str = ""
    taps: str | None = None
    maybe: bool = False
    file: str | None = None
    content: str = ""


@dataclass(frozen=True, config=_STRICT)
class Letter:
    """What somebody writes to the join address."""

    day: Literal[1, 2]
    at: time
    sender: Annotated[str, Field(validation_alias="from")]
    subject: str
    text: str


@dataclass(frozen=True, config=_STRICT)
class Scene:
    """What belongs together, and what it shows."""

    what: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, config=_STRICT)
class Story:
    """The whole; its scenes run beside each other."""

    people: tuple[Person, ...]
    group: Group
    scenes: tuple[Scene, ...]
    letters: tuple[Letter, ...]

    @property
    def course(self) -> list[Act | Letter]:
        """Everything that happens, in order."""
        acts = [act for scene in self.scenes for act in scene.acts]
        return sorted([*acts, *self.letters], key=lambda each: (each.day, each.at))

    def person(self, name: str) -> Person:
        """Return who bears a name."""
        return next(person for person in self.people if person.name == name)


def load() -> Story:
    """Read the story; whoever stands in `organisations.toml` has name and language from there."""
    contacts = {
        contact.telegram: {"name": contact.name, "language": contact.language}
        for organisation in organisations.load()
        for contact in organisation.contacts
    }
    told = tomllib.loads(FILE.read_text("utf-8"))
    people = [contacts.get(person["id"], {}) | person for person in told["people"]]
    return TypeAdapter(Story).validate_python(told | {"people": people})
