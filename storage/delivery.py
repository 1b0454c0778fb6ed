"""The outbox as the delivery worker sees it: what waits, the claim before a call, the end after it.

Every change names the state it expects, so that a row moves once however many look at it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.outbox import Lane, OnDoubt, Report, State
from domain.people import ChannelKind
from storage.schema import OPEN, PENDING, SENDING, channels, chat_moves, outbox, payloads


@dataclass(frozen=True, slots=True)
class Row:
    """A row on its way, without its payload. ``token`` is in a letter's Message-ID; ``moved_to`` names a group's new id."""

    id: int
    lane: Lane
    recipient: str
    method: str
    payload_id: int
    not_before: int
    attempt: int
    on_doubt: OnDoubt
    report: Report
    subject: str | None
    channel: ChannelKind = ChannelKind.TELEGRAM
    token: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a row in ``sending``; ``was`` names the attempt this is about."""

    row: int
    was: int
    state: State
    attempt: int
    not_before: int
    reason: str | None = None
    error: str | None = None
    message_id: int | None = None


_COLUMNS = (
    outbox.c.id,
    outbox.c.lane,
    outbox.c.recipient,
    outbox.c.method,
    outbox.c.payload_id,
    outbox.c.not_before,
    outbox.c.attempt,
    outbox.c.on_doubt,
    outbox.c.report,
    outbox.c.subject,
    outbox.c.channel,
    outbox.c.token,
)


# What may be sent now, and what was tried before: that keeps its place in the order while it waits.
_WAITING = (
    select(*_COLUMNS, chat_moves.c.new_recipient)
    .select_from(outbox.outerjoin(chat_moves, chat_moves.c.old_recipient == outbox.c.recipient))
    .where(OPEN, outbox.c.state == PENDING, outbox.c.channel == bindparam("channel"))
    .where(or_(outbox.c.not_before <= bindparam("now"), outbox.c.attempt > 0, outbox.c.error.is_not(None)))
    .order_by(outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)


@cache
def _of_lanes(lanes: frozenset[Lane]) -> CompoundSelect[Any]:
    """Select beyond an id of its own in each lane; there are only eight such statements, and making one is dear."""
    each = [
        _WAITING.where(outbox.c.lane == int(lane), outbox.c.id > bindparam(f"after_{int(lane)}")).subquery(f"lane_{int(lane)}")
        for lane in sorted(lanes)
    ]
    return union_all(*(select(lane) for lane in each))


async def pending(
    connection: AsyncConnection, channel: ChannelKind, after: Mapping[Lane, int], limit: int, now: int
) -> list[Row]:
    """Return the next rows of each lane in ``after``, beyond the id given there, at most ``limit`` a lane."""
    values = {f"after_{int(lane)}": last for lane, last in after.items()} | {"channel": channel, "now": now, "limit": limit}
    return _as_rows(await connection.execute(_of_lanes(frozenset(after)), values))


async def pending_of(
    connection: AsyncConnection, channel: ChannelKind, key: tuple[str, Lane], after: int, limit: int, *, now: int
) -> list[Row]:
    """Return the oldest rows of one recipient in one lane."""
    recipient, lane = key
    mine = _WAITING.where(outbox.c.recipient == recipient, outbox.c.lane == int(lane), outbox.c.id > after)
    return _as_rows(await connection.execute(mine, {"channel": channel, "now": now, "limit": limit}))


async def adopt(connection: AsyncConnection, channel: ChannelKind, epoch: int) -> list[Row]:
    """Take over the rows an earlier process left in ``sending``; whatever it still learns about them no longer counts."""
    statement = update(outbox).where(OPEN, outbox.c.state == SENDING, outbox.c.channel == channel).values(epoch=epoch)
    return sorted(
        _as_rows(await connection.execute(statement.returning(*_COLUMNS, null().label("new_recipient")))),
        key=lambda row: row.id,
    )


async def ended_since(connection: AsyncConnection, channel: ChannelKind, instant: int) -> list[int]:
    """Return when calls of a channel have ended since ``instant``, oldest first."""
    ended = outbox.c.ended_at
    of_calls = (ended >= instant) & (outbox.c.channel == channel) & (outbox.c.attempt > 0)
    return list((await connection.execute(select(ended).where(of_calls).order_by(ended))).scalars())


async def last_id(connection: AsyncConnection) -> int:
    """Return the id of the newest row, 0 when there is none."""
    return (await connection.execute(select(func.max(outbox.c.id)))).scalar_one() or 0


_BODIES = select(payloads.c.id, payloads.c.body).where(payloads.c.id.in_(bindparam("ids", expanding=True)))


async def bodies(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, str]:
    """Return payloads by id."""
    found = await connection.execute(_BODIES, {"ids": list(ids)})
    return {row.id: row.body for row in found}


async def standing(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, tuple[State, int | None, str]]:
    """Return state, message id and recipient of rows that others refer to."""
    statement = select(outbox.c.id, outbox.c.state, outbox.c.message_id, outbox.c.recipient).where(outbox.c.id.in_(list(ids)))
    return {row.id: (State(row.state), row.message_id, row.recipient) for row in await connection.execute(statement)}


_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.state == State.PENDING)
    .values(state=State.SENDING, attempt=outbox.c.attempt + 1, epoch=bindparam("epoch_now"))
    .returning(outbox.c.id, outbox.c.attempt)
)


async def claim(connection: AsyncConnection, ids: Sequence[int], epoch: int) -> dict[int, int]:
    """Move pending rows to ``sending`` and return the attempt of each; one cancelled meanwhile is not among them."""
    found = await connection.execute(_CLAIM, {"ids": ids, "epoch_now": epoch})
    return {row.id: row.attempt for row in found}


# What was called back while its call was under way has its end already, and does not go out again.
_TO = bindparam("to", type_=outbox.c.state.type)
_CALLED_BACK = (_TO == State.PENDING) & outbox.c.ended_at.is_not(None)

_SETTLE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.state == State.SENDING)
    .where(outbox.c.attempt == bindparam("was"), outbox.c.epoch == bindparam("was_epoch"))
    .values(
        state=case((_CALLED_BACK, State.CANCELLED), else_=_TO),
        attempt=bindparam("counted"),
        not_before=bindparam("wait"),
        reason=bindparam("why"),
        error=bindparam("words"),
        message_id=bindparam("answered"),
        ended_at=func.coalesce(bindparam("at", type_=outbox.c.ended_at.type), outbox.c.ended_at),
    )
)


async def settle(connection: AsyncConnection, changes: Sequence[Change], epoch: int, now: int) -> int:
    """Record what became of rows in ``sending``; return how many were still ours to change."""
    if not changes:
        return 0
    result = await connection.execute(
        _SETTLE,
        [
            {
                "row": change.row,
                "was": change.was,
                "was_epoch": epoch,
                "to": change.state,
                "counted": change.attempt,
                "wait": change.not_before,
                "why": change.reason,
                "words": change.error,
                "answered": change.message_id,
                "at": None if change.state is State.PENDING else now,
            }
            for change in changes
        ],
    )
    return result.rowcount


async def called_back(connection: AsyncConnection, ids: Sequence[int]) -> set[int]:
    """Return which of some rows ended instead of waiting for another call."""
    ended = select(outbox.c.id).where(outbox.c.id.in_(ids), outbox.c.state == State.CANCELLED)
    return set((await connection.execute(ended)).scalars())


async def mark_unreachable(connection: AsyncConnection, channel: ChannelKind, recipients: Sequence[str], now: int) -> None:
    """Note that a channel no longer reaches these people; the first time is kept."""
    statement = update(channels).where(channels.c.kind == channel, channels.c.address.in_(recipients))
    await connection.execute(statement.where(channels.c.unreachable_at.is_(None)).values(unreachable_at=now))


def _as_rows(found: Iterable[Any]) -> list[Row]:
    return [
        Row(
            id=row.id,
            lane=Lane(row.lane),
            recipient=row.recipient,
            method=row.method,
            payload_id=row.payload_id,
            not_before=row.not_before,
            attempt=row.attempt,
            on_doubt=OnDoubt(row.on_doubt),
            report=Report(row.report),
            subject=row.subject,
            channel=ChannelKind(row.channel),
            token=row.token,
            moved_to=row.new_recipient,
        )
        for row in found
    ]
