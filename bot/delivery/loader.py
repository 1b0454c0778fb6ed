"""Brings rows from disk into the backlog, as many as are useful soon and no more.

Each lane is read with a cursor, so that new rows cost one look. Every few seconds the cursors start again from the
beginning: that finds what became due, what staff released or sent back, whatever the clock did meanwhile.
"""

from bot.clock import Clock
from bot.delivery.backlog import DEPTH, Backlog
from domain.outbox import Lane
from domain.people import ChannelKind
from storage import delivery
from storage.database import Database
from storage.delivery import Row
from storage.facts import hold_through

LOOK_SECONDS = 2.0
BATCH = 500
READY_ENOUGH = 500
"""Queues of a lane that could send now; with so many there is no need for more."""

WAITING_ENOUGH = 5_000
"""Queues of a lane that wait; a last bound on memory, far above the chats that wait for something of their own."""


class Loader:
    """Where reading of one channel's rows stands."""

    def __init__(self, database: Database, channel: ChannelKind, backlog: Backlog, clock: Clock) -> None:
        self._database, self._channel, self._backlog, self._clock = database, channel, backlog, clock
        self.hold = 0
        self._cursors = dict.fromkeys(Lane, 0)
        self._exhausted: set[Lane] = set()
        self._looked_at = float("-inf")
        self._moved: dict[str, str] = {}

    def wake(self) -> None:
        """Note that there may be new rows."""
        self._exhausted.clear()

    def look_again(self) -> None:
        """Start from the beginning with the next `load`."""
        self._looked_at = float("-inf")

    def take_moved(self) -> dict[str, str]:
        """Return the groups whose rows still name an old id, each with its new one."""
        moved, self._moved = self._moved, {}
        return moved

    async def load(self) -> None:
        """Read what the backlog can use; rows under a group's old id are set aside for `take_moved`."""
        look = self._clock.monotonic() - self._looked_at >= LOOK_SECONDS
        if not look and not self._backlog.dry and not self._wanted():
            return
        async with self._database.reading() as connection:
            now = self._clock.now()
            if look:
                self._start_over(await hold_through(connection))
            for key in list(self._backlog.dry):
                rows = await delivery.pending_of(connection, self._channel, key, self.hold, DEPTH, now=now)
                self._backlog.refill(key, self._at_home(rows))
            if after := {lane: self._cursors[lane] for lane in self._wanted()}:
                newest = await delivery.last_id(connection)
                self._take(await delivery.pending(connection, self._channel, after, BATCH, now), list(after), newest)

    def _start_over(self, hold: int) -> None:
        self._looked_at = self._clock.monotonic()
        self.hold = hold
        self._cursors = dict.fromkeys(Lane, hold)
        self._exhausted.clear()

    def _wanted(self) -> list[Lane]:
        return [lane for lane in Lane if lane not in self._exhausted and not self._has_enough(lane)]

    def _has_enough(self, lane: Lane) -> bool:
        return self._backlog.ready(lane) >= READY_ENOUGH or self._backlog.waiting(lane) >= WAITING_ENOUGH

    def _take(self, rows: list[Row], lanes: list[Lane], newest: int) -> None:
        for lane in lanes:
            of_lane = [row.id for row in rows if row.lane is lane]
            if len(of_lane) < BATCH:
                self._exhausted.add(lane)
                self._cursors[lane] = max(self._cursors[lane], newest)
            else:
                self._cursors[lane] = of_lane[-1]
        self._backlog.add(self._at_home(rows))

    def _at_home(self, rows: list[Row]) -> list[Row]:
        self._moved.update({row.recipient: row.moved_to for row in rows if row.moved_to is not None})
        return [row for row in rows if row.moved_to is None]
