"""Rows queued earlier, looked at again by those who queued them: what one said, what it is about, and a second chance."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, func, or_, select, update

from domain.outbox import MADE, Reason, State
from domain.people import ChannelKind
from storage.schema import chat_moves, outbox, payloads
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


async def about(unit: Unit, subject: str) -> list[tuple[int, str, str]]:
    """Return row, recipient and method of what is on its way or arrived about ``subject``, oldest first.

    A group that became a supergroup since is named by the id it has now.
    """
    now_at = func.coalesce(chat_moves.c.new_recipient, outbox.c.recipient).label("recipient")
    found = await unit.read(
        select(outbox.c.id, now_at, outbox.c.method)
        .outerjoin(chat_moves, chat_moves.c.old_recipient == outbox.c.recipient)
        .where(outbox.c.subject == subject, outbox.c.state.in_((State.PENDING, State.SENDING, State.SENT)))
        .order_by(outbox.c.id)
    )
    return [(row.id, row.recipient, row.method) for row in found]


async def letter_about(unit: Unit, subject: str) -> State | None:
    """Return where the newest letter about ``subject`` stands, None when there was none."""
    of_letters = (outbox.c.subject == subject, outbox.c.channel == ChannelKind.MAIL, outbox.c.state != State.CANCELLED)
    found = await unit.read(select(outbox.c.state).where(*of_letters).order_by(outbox.c.id.desc()).limit(1))
    state = found.scalar_one_or_none()
    return State(state) if state else None


async def words_of_end(unit: Unit, row_id: int) -> tuple[ChannelKind, str]:
    """Return by which channel a row was to leave, and what the other side said at its end, scrubbed of what we sent."""
    found = (await unit.read(select(outbox.c.channel, outbox.c.error).where(outbox.c.id == row_id))).one()
    return ChannelKind(found.channel), found.error or ""


async def troubled(unit: Unit, subject: str) -> bool:
    """Say whether something about ``subject`` did not arrive, or perhaps not."""
    found = await unit.read(
        select(outbox.c.id).where(outbox.c.subject == subject, outbox.c.state.in_((State.FAILED, State.UNCERTAIN))).limit(1)
    )
    return found.first() is not None


async def withdraw(unit: Unit, subject: str) -> bool:
    """Cancel what is about ``subject`` and has not been taken up yet; return whether there was anything."""
    cancelled = await unit.write(
        update(outbox)
        .where(outbox.c.subject == subject, outbox.c.state == State.PENDING)
        .values(state=State.CANCELLED, ended_at=unit.now)
    )
    return cancelled.rowcount > 0


async def call_back(unit: Unit, which: ColumnElement[bool]) -> None:
    """Cancel those rows that wait to be sent; one whose call is under way does not go again, should that fail."""
    await unit.put_down()
    pending, under_way = outbox.c.state == State.PENDING, outbox.c.state == State.SENDING
    await unit.write(update(outbox).where(which, pending).values(state=State.CANCELLED, ended_at=unit.now))
    await unit.write(update(outbox).where(which, under_way).values(ended_at=unit.now))


async def call_back_made(unit: Unit, recipient: str) -> None:
    """Cancel the files yet to be made for somebody: what they were allowed when they asked, they may be no more."""
    made = select(payloads.c.id).where(payloads.c.id == outbox.c.payload_id, payloads.c.body.contains(f'"{MADE}":'))
    await call_back(unit, (outbox.c.recipient == recipient) & made.exists())


async def give_up(unit: Unit, rows: Sequence[int], subject: str) -> None:
    """Let ``rows`` be about ``subject`` from now on: what they became no longer stands for what they were about."""
    await unit.write(update(outbox).where(outbox.c.id.in_(rows)).values(subject=subject))


async def recipient_of(unit: Unit, row_id: int) -> str | None:
    """Return which chat a row went to."""
    return (await unit.read(select(outbox.c.recipient).where(outbox.c.id == row_id))).scalar_one_or_none()


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
