"""What came in: stored under a unique key before it is acknowledged, handled once, remembered long enough to know a repeat."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import inbox
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event on disk, waiting for its turn."""

    id: int
    source: str
    payload: str
    tries: int


_STORE = upsert(inbox).on_conflict_do_nothing(index_elements=["source", "key"])


async def store(connection: AsyncConnection, source: str, items: Sequence[tuple[str, str]], now: int) -> int:
    """Store ``(key, payload)`` pairs in order; a repeat is dropped. Return how many were new."""
    rows = [{"source": source, "key": key, "payload": payload, "received_at": now} for key, payload in items]
    if not rows:
        return 0
    result = await connection.execute(_STORE, rows)
    return result.rowcount


_IS_WAITING = inbox.c.state == literal_column("'waiting'")  # as the partial index has it, which no parameter finds
_NEXT = (
    select(inbox.c.id, inbox.c.source, inbox.c.payload, inbox.c.tries)
    .where(_IS_WAITING)
    .order_by(inbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)


async def waiting(connection: AsyncConnection, limit: int) -> list[Incoming]:
    """Return the oldest events that wait, at most ``limit``."""
    found = await connection.execute(_NEXT, {"limit": limit})
    return [Incoming(*row) for row in found]


async def last_waiting(connection: AsyncConnection) -> int:
    """Return the highest id among the events that wait, 0 when there is none."""
    found = await connection.execute(select(func.max(inbox.c.id)).where(_IS_WAITING))
    return found.scalar_one() or 0


async def count_try(connection: AsyncConnection, event_id: int) -> None:
    """Note that ``event_id`` is about to be handled, so that one that kills the process is known for it."""
    await connection.execute(update(inbox).where(inbox.c.id == event_id).values(tries=inbox.c.tries + 1))


_DONE = update(inbox).where(inbox.c.id.in_(bindparam("ids", expanding=True))).values(state="done", done_at=bindparam("now"))


async def done(connection: AsyncConnection, ids: Sequence[int], now: int) -> None:
    """Mark events as handled."""
    if ids:
        await connection.execute(_DONE, {"ids": ids, "now": now})


_SET_ASIDE = (
    update(inbox)
    .where(inbox.c.id == bindparam("event"))
    .values(state="poisoned", error=bindparam("kind"), done_at=bindparam("now"))
)


async def set_aside(connection: AsyncConnection, failures: Sequence[tuple[int, str]], now: int) -> None:
    """Put events that cannot be handled out of the way, each with the kind of its error."""
    if failures:
        rows = [{"event": number, "kind": kind, "now": now} for number, kind in failures]
        await connection.execute(_SET_ASIDE, rows)
