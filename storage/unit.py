"""One event's work inside the open transaction: what it reads, writes and wants sent.

Several waiting events may share one commit. Each then stands or falls alone: its first write opens a savepoint, and what it
wants sent stays in memory until the batch is flushed. An event that only answers costs no statement of its own.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.outbox import Draft
from storage import outbox

SAVEPOINT = "event"

Values = Mapping[str, Any] | None


class Unit:
    """The open transaction as handlers and actions see it.

    ``now`` is the event's instant in UTC milliseconds. ``touched_others``: something was written of others than the one who
    acts, so what was read of them before this event may no longer hold for those behind it.
    """

    def __init__(self, connection: AsyncConnection, now: int) -> None:
        self.now = now
        self.connection = connection
        self.touched_others = False
        self._kept: list[Draft] = []  # of events that ended well
        self._drafts: list[Draft] = []  # of this event
        self._risked: list[Draft] = []  # kept ones that were written inside this event's savepoint
        self._open = False

    async def read(self, statement: Executable, values: Values = None) -> CursorResult[Any]:
        """Run a SELECT and return its rows; ``values`` fill the bindparams of a statement made once for all."""
        return await self.connection.execute(statement, values)

    async def write(self, statement: Executable, values: Values = None) -> CursorResult[Any]:
        """Run a statement that changes data; it is undone with the event."""
        await self._open_savepoint()
        return await self.connection.execute(statement, values)

    async def for_writing(self) -> AsyncConnection:
        """Return the connection for functions that write through one; what they write is undone with the event."""
        await self._open_savepoint()
        return self.connection

    def send(self, draft: Draft) -> None:
        """Put a message on its way; it leaves after the commit."""
        self._drafts.append(draft)

    async def send_now(self, draft: Draft) -> int:
        """Put a message on its way and return its row's id, for rows that refer to it.

        What was queued before is written first: a row's id is its place in the order. A draft whose dedupe key is known
        already gives the id of the row that has it.
        """
        self.send(draft)
        await self.put_down()
        return await outbox.row_of(self.connection, draft.dedupe_key)

    async def put_down(self) -> None:
        """Write the rows of what has been queued so far, for statements about rows that are queued already."""
        await self._open_savepoint()
        await outbox.insert(self.connection, [*self._kept, *self._drafts], self.now)
        self._risked += self._kept
        self._kept, self._drafts = [], []

    async def keep(self) -> None:
        """End the event well: its writes and drafts will be committed with the batch."""
        if self._open:
            await self.connection.exec_driver_sql(f"RELEASE {SAVEPOINT}")
        self._end([*self._kept, *self._drafts])

    async def undo(self) -> None:
        """End the event badly: nothing it wrote or wanted sent remains."""
        if self._open:
            await self.connection.exec_driver_sql(f"ROLLBACK TO {SAVEPOINT}")
            await self.connection.exec_driver_sql(f"RELEASE {SAVEPOINT}")
        self._end([*self._risked, *self._kept])

    async def flush(self) -> None:
        """Write what the kept events want sent, just before the commit."""
        await outbox.insert(self.connection, self._kept, self.now)
        self._kept = []

    def _end(self, kept: list[Draft]) -> None:
        self._kept, self._drafts, self._risked, self._open = kept, [], [], False

    async def _open_savepoint(self) -> None:
        if not self._open:
            await self.connection.exec_driver_sql(f"SAVEPOINT {SAVEPOINT}")
            self._open = True
