"""What members are reminded of, and the ledger of what they were told: its words are the same in the tables and on screens."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where an obligation stands. Only an open one is reminded of."""

    OPEN = "open"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class Told(StrEnum):
    """What became of one step for one reader on one channel, as the ledger has it."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    UNCERTAIN = "uncertain"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why a step was not told, or no longer; beside these the ledger holds the reasons of `domain.outbox.Reason`."""

    PAID = "paid"
    WAIVED = "waived"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    MEMBERSHIP = "membership"
    CONTACT_ENDED = "contact_ended"
    ERASED = "erased"
    LATER_STEP = "later_step"
    NOBODY = "nobody"
    NOT_WORDED = "not_worded"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that members are reminded of. ``reached``: the step, in days after ``due_on``, through which it was seen to."""

    id: int
    kind: str
    due_on: date
    state: State
    reached: int | None
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger; ``contact`` None is the office, or nobody. ``row`` is the row of the outbox that carries it.

    ``leaves_at``: when that may leave, where it has to wait for its reader's hours; else 0.
    """

    id: int
    obligation: int
    step: int
    contact: int | None
    channel: str
    state: Told
    reason: str
    row: int | None
    at: int
    ended_at: int | None
    leaves_at: int
