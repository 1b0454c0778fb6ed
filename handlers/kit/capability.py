"""What a capability contributes: commands, handlers, forms, jobs, and what it does when a row of its own has ended.

Command menus, /help and the schedule follow from these declarations, so adding a capability edits one list.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from telegram import Update
from telegram.ext import BaseHandler

from handlers.kit.event import Event, EventContext
from handlers.kit.received import ReceivedLetter
from handlers.kit.reminding import Wording
from locales.texts import Msg

Handler = BaseHandler[Any, EventContext, Any]


class Audience(StrEnum):
    """Who sees a command in their menu; the right to use it is checked where it acts."""

    EVERYBODY = "everybody"
    CONTACTS = "contacts"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Command:
    """One command as menus and /help show it."""

    name: str
    description: Msg
    audience: Audience = Audience.EVERYBODY


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a row that was to be reported ended."""

    row: int
    subject: str
    state: str
    reason: str | None

    @property
    def about(self) -> int:
        """The number in the subject: which answer, enquiry or topic the row was about."""
        return int(self.subject.partition(":")[2])


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A button of the menu that /start shows, or below the card of an enquiry, whose number then follows the data."""

    label: Msg
    data: str


class TakesExcess(Protocol):
    """What deals with a message or an edit that is too much."""

    async def __call__(self, event: Event, update: Update, *, first: bool) -> None:
        """Keep what it says, without an answer of its own."""


@dataclass(frozen=True, slots=True)
class Capability:
    """One folder's contribution.

    ``outcomes``: what happens when a reported row has ended, by the first word of its subject. ``offers``: each offers an
    unfinished form to the person and says whether there was one. ``for_blocked``: its handlers also listen to people whom the
    office has blocked. ``excess``: takes what a person sends beyond what one may send in a minute; only the ``first`` of it is
    answered. ``letters``: takes what comes into the mailbox, from whomever. ``standing``: tells a person for /status where
    their matters stand, and says whether there are any. ``enquiry_tools``: what it makes of an open enquiry. ``reminders``:
    words reminders of obligations, by their kind.
    """

    name: str
    commands: tuple[Command, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    handlers: tuple[Handler, ...] = ()
    outcomes: dict[str, Callable[[Event, Outcome], Awaitable[None]]] = field(default_factory=dict)
    jobs: tuple[Callable[[Event], Awaitable[None]], ...] = ()
    offers: tuple[Callable[[Event], bool], ...] = ()
    for_blocked: bool = False
    excess: TakesExcess | None = None
    letters: Callable[[Event, ReceivedLetter], Awaitable[None]] | None = None
    standing: Callable[[Event], Awaitable[bool]] | None = None
    enquiry_tools: tuple[MenuEntry, ...] = ()
    reminders: Mapping[str, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Registry:
    """All capabilities, in the order in which their handlers are asked."""

    capabilities: tuple[Capability, ...]

    def commands(self, audience: Audience) -> list[Command]:
        """Return the commands an audience sees."""
        return [command for part in self.capabilities for command in part.commands if command.audience is audience]

    def menu(self) -> list[MenuEntry]:
        """Return the entries of the menu."""
        return [entry for part in self.capabilities for entry in part.menu]

    def enquiry_tools(self) -> list[MenuEntry]:
        """Return what can be made of an open enquiry."""
        return [entry for part in self.capabilities for entry in part.enquiry_tools]

    async def tell_standing(self, event: Event) -> bool:
        """Tell a person where everything of theirs but enquiries stands; return whether there was anything."""
        return any([await part.standing(event) for part in self.capabilities if part.standing is not None])

    def offer_unfinished(self, event: Event) -> bool:
        """Offer the person's unfinished form, one if there are several; return whether there was any."""
        return any(offer(event) for part in self.capabilities for offer in part.offers)
