"""What becomes of a row after its call: decided here from Telegram's answer or its absence, without doing anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.delivery.amend import is_lost_topic
from bot.telegram.gateway import Refused
from domain.outbox import PATIENT_RESENDS, RESENDS, OnDoubt, Reason, State, backoff_ms
from domain.pacing import Kind, kind_of
from storage.delivery import Row

LOCKED_OUT_MS = 30_000
WORDS = 120


@dataclass(frozen=True, slots=True)
class Call:
    """A claimed row with what is to be said; ``row.attempt`` is this attempt."""

    row: Row
    params: Mapping[str, Any]
    orphaned: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """The row is at its end."""

    state: State
    reason: Reason | None = None
    error: str | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """The row goes back and waits. ``counted``: this attempt may have arrived, so it counts against the resends."""

    delay_ms: int
    error: str
    counted: bool = False
    moved_to: str | None = None


Outcome = Ended | Again


def of_answer(result: Any) -> Ended:
    """Decide after Telegram did what was asked; keep what it called the message or the topic."""
    found = result if isinstance(result, dict) else {}
    return Ended(State.SENT, message_id=found.get("message_id") or found.get("message_thread_id"))


def of_doubt(row: Row, cause: str, reason: Reason = Reason.NO_ANSWER, *, answered: bool = False) -> Outcome:
    """Decide when nobody can know whether the call was carried out; ``answered`` with an error it most likely was not."""
    if row.on_doubt is OnDoubt.RESEND and row.attempt <= (PATIENT_RESENDS if answered else RESENDS):
        return Again(backoff_ms(row.attempt), cause, counted=True)
    return Ended(State.UNCERTAIN, reason, cause)


def of_refusal(row: Row, refused: Refused) -> Outcome:
    """Decide after Telegram said no, which means: not carried out."""
    words = scrub(refused.code, refused.description)
    if refused.code == 429:
        return Again(round((refused.retry_after or 1) * 1000), words)
    if locked_out(refused):
        return Again(LOCKED_OUT_MS, words)
    if refused.migrate_to is not None:
        return Again(0, words, moved_to=str(refused.migrate_to))
    if _is_done_already(row.method, refused.description.lower()):
        return Ended(State.SENT)
    private = not row.recipient.startswith("-")
    if refused.code == 403 or (private and "chat not found" in refused.description.lower()):
        return Ended(State.FAILED, Reason.UNREACHABLE, words)
    return Ended(State.FAILED, _why(row.method, refused), words)


def locked_out(refused: Refused) -> bool:
    """Whether Telegram does not know the token, which is no fault of the row."""
    return refused.code == 401 or (refused.code == 404 and "method" not in refused.description.lower())


def scrub(code: int, description: str) -> str:
    """Return the other side's words without what they may quote of ours: quoted parts, long numbers, addresses."""
    words = re.sub(r"\"[^\"]*\"|'[^']*'|\S*[@/]\S*|-?\d{4,}", "…", description)
    return f"{code} {words}"[:WORDS]


def _why(method: str, refused: Refused) -> Reason:
    if is_lost_topic(refused):
        return Reason.TOPIC_LOST
    description = refused.description.lower()
    copies = method == "copyMessage" and ("be copied" in description or "to copy not found" in description)
    return Reason.NOT_COPIED if copies else Reason.REFUSED


def _is_done_already(method: str, description: str) -> bool:
    """Whether the refusal says that things already stand as the call wanted them."""
    if method == "deleteMessage":
        return "message to delete not found" in description
    return kind_of(method) in (Kind.EDIT, Kind.TOPIC) and ("is not modified" in description or "not_modified" in description)
