"""How the installation fares, in numbers: what waits, what ended, what people should look at. No names, no texts.

Every count runs along an index: this is asked every few seconds, beside the work, in a table of years.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.instants import DAY
from domain.people import ChannelKind
from storage.facts import hold_through
from storage.schema import OPEN, PENDING, SENDING, inbox, outbox

LOOKED_AT = 14 * DAY
"""How far back uncertain rows and poisoned events are counted; older ones are blanked and past mending."""

_WAITING: ColumnElement[str] = literal_column("'waiting'")  # spelled out: a partial index is not found by a parameter


_IS_PROMPT = outbox.c.channel == ChannelKind.TELEGRAM  # letters keep to so many an hour, and may wait for long


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts of rows; ``due_since``: since when the oldest message that may go out has been due, None if there is none."""

    waiting: int
    poisoned: int
    pending: int
    sending: int
    held: int
    uncertain: int
    due_since: int | None
    ended: dict[str, int]


async def numbers(connection: AsyncConnection, now: int) -> Numbers:
    """Count everything as of the instant ``now``; ``ended`` covers the last day."""
    hold = await hold_through(connection)

    async def count(statement: Select[Any]) -> int:
        return int((await connection.execute(statement)).scalar_one())

    rows = select(func.count())
    pending = and_(OPEN, outbox.c.state == PENDING)
    since = case((outbox.c.not_before > outbox.c.created_at, outbox.c.not_before), else_=outbox.c.created_at)
    due = select(func.min(since)).where(pending, _IS_PROMPT, outbox.c.id > hold, outbox.c.not_before <= now)
    ended = await connection.execute(
        select(outbox.c.state, func.count().label("rows")).where(outbox.c.ended_at >= now - DAY).group_by(outbox.c.state)
    )
    return Numbers(
        waiting=await count(rows.where(inbox.c.state == _WAITING)),
        poisoned=await count(rows.where(inbox.c.done_at >= now - LOOKED_AT, inbox.c.state == "poisoned")),
        pending=await count(rows.where(pending, outbox.c.id > hold)),
        sending=await count(rows.where(OPEN, outbox.c.state == SENDING)),
        held=await count(rows.where(pending, outbox.c.id <= hold)),
        uncertain=await count(rows.where(outbox.c.ended_at >= now - LOOKED_AT, outbox.c.state == "uncertain")),
        due_since=(await connection.execute(due)).scalar(),
        ended={row.state: row.rows for row in ended},
    )
