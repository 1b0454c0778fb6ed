"""What an enquiry is: what people ask about, what they tell of their organisation, and its reference."""

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What an enquiry is about."""

    JOIN = "join"
    COOPERATE = "cooperate"
    OTHER = "other"


class OrganisationKind(StrEnum):
    """What kind of organisation asks."""

    COMPANY = "company"
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A person's matter with the office. ``answers`` is the filled-in form, empty for a plain message."""

    id: int
    reference: str
    person_id: int
    state: str
    subject: Subject
    answers: dict[str, object]
    opened_at: int
    waiting_since: int | None
    card_row: int | None

    @property
    def is_open(self) -> bool:
        """Whether the office still works on it."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the original of a message stands: a chat, a message in it, and the topic if there is one."""

    chat: int
    message: int
    thread: int | None = None


def reference(year: int, number: int) -> str:
    """Return the reference people quote, such as ``Q-2026-0007``; the number starts anew each year."""
    return f"Q-{year}-{number:04d}"
