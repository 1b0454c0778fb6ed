"""What came in and went out, counted and told for whoever watches the bot at work, as the demo's page does.

It walks through whole tables, which are small there; an installation of years is watched through `storage.vitals`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.outbox import State
from domain.people import ChannelKind
from storage.facts import hold_through
from storage.obligations import SUBJECT
from storage.schema import inbox, outbox, payloads

_TICK = "tick:"
"""How the keys of rows begin that the clock gave rise to; the capability and its job follow."""

_REMINDER = f"{SUBJECT}:"
"""How those of reminders begin, which may go out again by another channel."""

_FROM_THE_CLOCK = or_(
    *((outbox.c.dedupe_key >= start) & (outbox.c.dedupe_key < f"{start[:-1]};") for start in (_TICK, _REMINDER))
)
"""As ranges, which are found in the index: ``;`` follows ``:``."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A row the clock gave rise to: when by the bot's own clock, through which job, and what it is to do."""

    at: int
    job: str
    recipient: str
    method: str
    payload: dict[str, object]


async def came_in(connection: AsyncConnection) -> dict[str, int]:
    """Count the events in the inbox by state."""
    found = await connection.execute(select(inbox.c.state, func.count().label("events")).group_by(inbox.c.state))
    return {row.state: row.events for row in found}


async def went_out(connection: AsyncConnection) -> dict[str, int]:
    """Count the rows of the outbox by state; of the pending ones those in a hold apart, as ``held``."""
    found = await connection.execute(select(outbox.c.state, func.count().label("rows")).group_by(outbox.c.state))
    counts = dict.fromkeys(State, 0) | {State(row.state): row.rows for row in found}
    waits = (outbox.c.state == State.PENDING) & (outbox.c.id <= await hold_through(connection))
    held = (await connection.execute(select(func.count()).where(waits))).scalar_one()
    return {**counts, State.PENDING: counts[State.PENDING] - held, "held": held}


async def stored(connection: AsyncConnection, source: str, keys: Sequence[str]) -> int:
    """Return how many of ``keys`` the inbox holds from ``source``."""
    held = (inbox.c.source == source) & inbox.c.key.in_(keys)
    return (await connection.execute(select(func.count()).where(held))).scalar_one()


async def fired(connection: AsyncConnection, spans: Sequence[tuple[int, int]]) -> list[Fired]:
    """Return what the clock made the bot queue for Telegram within ``spans`` (from, before), oldest first."""
    if not spans:
        return []
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    found = await connection.execute(
        select(outbox.c.created_at, outbox.c.dedupe_key, outbox.c.recipient, outbox.c.method, payloads.c.body)
        .join(payloads, payloads.c.id == outbox.c.payload_id)
        .where(_FROM_THE_CLOCK)
        .where(outbox.c.created_at >= first, outbox.c.created_at < last)
        .where(outbox.c.channel == ChannelKind.TELEGRAM)
        .order_by(outbox.c.id)
    )
    # A clock can be set thousands of times, and SQLite takes no condition of so many parts.
    within = [row for row in found if any(start <= row.created_at < end for start, end in spans)]
    return [Fired(at, _job(key), to, method, orjson.loads(body or "{}")) for at, key, to, method, body in within]


def _job(key: str) -> str:
    if key.startswith(_REMINDER):
        return "reminders:remind"
    _, capability, job, *_ = key.split(":")
    return f"{capability}:{job}"
