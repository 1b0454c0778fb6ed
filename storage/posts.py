"""Rows queued earlier, looked at again by those who queued them: what one said, what it is about, and a second chance."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import or_, select, update

from domain.outbox import Reason, State
from storage.schema import outbox, payloads
from storage.unit import Unit


async def call_of(unit: Unit, row_id: int) -> tuple[str, dict[str, Any]] | None:
    """Return the method and parameters of a row, or None when they have been blanked."""
    found = await unit.read(
        select(outbox.c.method, payloads.c.body)
        .join(payloads, payloads.c.id == outbox.c.payload_id)
        .where(outbox.c.id == row_id)
    )
    row = found.first()
    return (row.method, orjson.loads(row.body)) if row and row.body else None


async def subject_of_post(unit: Unit, recipient: str, message_id: int) -> str | None:
    """Return what one of our own messages in a chat is about."""
    found = await unit.read(
        select(outbox.c.subject)
        .where(outbox.c.recipient == recipient, outbox.c.message_id == message_id, outbox.c.subject.is_not(None))
        .order_by(outbox.c.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def retry(unit: Unit, recipient: str, subjects: Sequence[str]) -> None:
    """Let rows about ``subjects`` (their first word) that a chat could not be reached for go out after all."""
    about = or_(*(outbox.c.subject.like(f"{subject}:%") for subject in subjects))
    kept = select(payloads.c.id).where(payloads.c.id == outbox.c.payload_id, payloads.c.body != "").exists()
    await unit.write(
        update(outbox)
        .where(outbox.c.recipient == recipient, outbox.c.state == State.FAILED, outbox.c.reason == Reason.UNREACHABLE)
        .where(about, kept)
        .values(state=State.PENDING, attempt=0, not_before=0, reason=None, error=None, ended_at=None)
    )
