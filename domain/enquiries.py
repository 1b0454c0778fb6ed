"""What an enquiry is: what people ask about, what they tell of their organisation, what was said, and its reference."""

from collections.abc import Mapping
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


class Direction(StrEnum):
    """Who said it to whom: the enquirer, the office, or colleagues among themselves."""

    IN = "in"
    OUT = "out"
    NOTE = "note"


RATINGS = range(1, 6)
"""How the help can be rated: 5 is best."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A person's matter with the office. ``answers`` is the filled-in form, empty for a plain message.

    ``version`` grows with every change that makes a button under its card say something else. ``taken_by`` is the colleague
    who sees to it. ``mail_token`` is in the subjects of letters about it, and nobody can guess it. Instants are UTC
    milliseconds.
    """

    id: int
    reference: str
    person_id: int
    state: str
    subject: Subject
    answers: dict[str, object]
    opened_at: int
    waiting_since: int | None
    closed_at: int | None
    version: int
    taken_by: int | None
    rating: int | None
    card_row: int | None
    mail_token: str | None = None

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


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What stands above the words of a letter, as far as its writer told; ``number`` is the letter's place on disk."""

    number: int
    sender: str
    subject: str
    organisation: str


@dataclass(frozen=True, slots=True)
class EnquiryMessage:
    """One message of an enquiry. ``content`` is its text, or which kind of file it is, with its caption; {} once blanked.

    ``album`` is what several files sent as one have in common. ``kept_back``: it came in a flood, and is not on the desk as it
    is. ``letter`` is the place on disk of the letter it came as.
    """

    id: int
    enquiry_id: int
    direction: Direction
    author_id: int
    content: Mapping[str, object]
    source: Source | None
    written_at: int
    edited_at: int | None = None
    album: str | None = None
    kept_back: bool = False
    letter: int | None = None

    @property
    def head(self) -> LetterHead | None:
        """What stands above it, if it came as a letter whose words are kept."""
        if self.letter is None or not self.content:
            return None
        sender, subject, organisation = (
            str(self.content.get(name) or "") for name in ("sender", "subject_line", "organisation")
        )
        return LetterHead(self.letter, sender, subject, organisation)

    @property
    def words(self) -> str:
        """What was written: the text, or the caption of a file."""
        return str(self.content.get("text") or self.content.get("caption") or "")


def reference(year: int, number: int) -> str:
    """Return the reference people quote, such as ``Q-2026-0007``; the number starts anew each year."""
    return f"Q-{year}-{number:04d}"
