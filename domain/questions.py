"""What people ask of the profile before a colleague comes in, and what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.enquiries import Source

HUMAN = "human"
"""The answer's key that stands for wanting a person: such a question goes to the office at once."""


class Outcome(StrEnum):
    """What came of a question: an answer that fits, or titles to choose from, or nothing."""

    ANSWERED = "answered"
    OFFERED = "offered"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Question:
    """A question a person typed. ``nearest`` is the key of the answer that came nearest; ``enquiry_id`` where it went.

    ``text`` is empty once it has been erased. ``asked_at`` in UTC milliseconds.
    """

    id: int
    person_id: int
    text: str
    language: str
    outcome: Outcome
    nearest: str | None
    source: Source
    asked_at: int
    enquiry_id: int | None
