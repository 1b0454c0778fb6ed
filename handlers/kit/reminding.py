"""Between the engine that reminds and the capabilities that know of what: who is to be told, and in which words.

The engine knows ladders, contacts and channels, and nothing of dues or meetings; a capability words what its own kind of
obligation has come to, at the moment it is told.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.languages import Language
from handlers.kit.event import Event
from handlers.kit.messages import Message


@dataclass(frozen=True, slots=True)
class Due:
    """One step of one obligation that has come. ``subject`` is the capability's own number of what it is about.

    ``contact`` is whom it is told, None the office, which sees to it once the last step is over. ``step`` is in days after
    ``due_on``.
    """

    obligation: int
    subject: int
    member: int
    contact: int | None
    language: Language
    step: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder in words: a message, and the subject of the same as a letter."""

    message: Message
    subject: str


Wording = Callable[[Event, Sequence[Due]], Awaitable[Sequence[Reminder]]]
"""Words a batch of reminders, each as things stand now, in the order given."""
