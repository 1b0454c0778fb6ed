"""The rules of everything that leaves: lanes, states, and what a failed call means.

The table is `storage.outbox`, the worker `bot.delivery`; what may happen to a row is decided here.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

MADE = "$made"
"""In place of a parameter of a call: what stands below it is a file that is made when the call is."""


class Lane(IntEnum):
    """How urgent a row is; a lower lane never delays a higher one. The value is the priority, 0 first."""

    INTERACTIVE = 0
    REMINDER = 1
    BULK = 2


class State(StrEnum):
    """Where a row stands. ``uncertain``: it may have arrived, and our side alone cannot know."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why a row did not end as sent."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    INTERRUPTED = "interrupted"
    ORPHANED = "orphaned"
    TOPIC_LOST = "topic_lost"
    NOT_COPIED = "not_copied"
    NOT_MADE = "not_made"


class OnDoubt(StrEnum):
    """What to do with a row that may or may not have arrived.

    ``resend`` where a doubled message harms less than silence (an answer to somebody waiting) or a repeat changes
    nothing (an edit, a reaction); ``hold`` where a second copy is worse (reminders, notices): staff decide.
    """

    RESEND = "resend"
    HOLD = "hold"


class Report(IntEnum):
    """When the end of a row comes back as an event."""

    NEVER = 0
    TROUBLE = 1
    ALWAYS = 2


RESENDS = 2
"""How often a ``resend`` row that was cut off goes out again by itself; after that staff decide, for most had arrived."""

PATIENT_RESENDS = 20
"""How often one that Telegram answered with an error of its own (5xx) does: most of those had not. Some eighty minutes."""

IDEMPOTENT = frozenset(
    {
        "editMessageText",
        "editMessageReplyMarkup",
        "editMessageCaption",
        "editMessageMedia",
        "deleteMessage",
        "setMessageReaction",
        "setMyCommands",
        "closeForumTopic",
        "reopenForumTopic",
        "editForumTopic",
    }
)
"""Bot API methods whose repeat changes nothing, so that any doubt is settled by calling again."""


def on_doubt(lane: Lane, method: str) -> OnDoubt:
    """Return what a row does by default when nobody can know whether it arrived."""
    if lane is Lane.INTERACTIVE or method in IDEMPOTENT:
        return OnDoubt.RESEND
    return OnDoubt.HOLD


def backoff_ms(attempt: int) -> int:
    """Return how long to wait before the next try after ``attempt`` tries: 1 s, doubling, five minutes at most."""
    return int(min(300_000, 1000 * 2 ** min(attempt - 1, 20)))


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to become an outbox row.

    ``dedupe_key``: a second row with the same key is dropped. ``subject``: what the row is about, so that a payment or a
    withdrawal can cancel it. ``report``: whether its end comes back as an event. ``not_before``: UTC milliseconds, 0 for now.
    """

    recipient: str
    method: str
    payload: dict[str, object]
    dedupe_key: str
    lane: Lane = Lane.INTERACTIVE
    channel: str = "telegram"
    person_id: int | None = None
    subject: str | None = None
    report: Report = Report.NEVER
    not_before: int = 0
    on_doubt: OnDoubt | None = None
