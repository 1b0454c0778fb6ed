"""The rows in memory: one short queue for each recipient and lane, and which of them may be looked at now.

A queue is in exactly one place: ready, waiting for an instant, away (its first row is on the way), or dry (empty, with more
on disk). So one row of a recipient and lane is on the way at a time, and whoever waits is in nobody's way.
"""

from bisect import insort
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from domain.outbox import Lane
from storage.delivery import Row

DEPTH = 50
"""Rows of one recipient and lane held in memory; the rest stays on disk until these are gone."""

Key = tuple[str, Lane]


@dataclass(slots=True)
class Queue:
    """Rows of one recipient in one lane, by id. ``ticket`` is its valid entry among those that wait."""

    rows: list[Row] = field(default_factory=list)
    more: bool = False
    ticket: int | None = None


class Backlog:
    """All queues."""

    def __init__(self) -> None:
        self.dry: set[Key] = set()
        self._queues: dict[Key, Queue] = {}
        self._ready: dict[Lane, deque[Key]] = {lane: deque() for lane in Lane}
        self._waiting: dict[Lane, list[tuple[float, int, Key]]] = {lane: [] for lane in Lane}
        self._known: set[int] = set()
        self._tickets = count()

    def add(self, rows: Iterable[Row]) -> None:
        """Put rows from disk where they belong; known ones and those beyond a queue's depth are left."""
        for row in rows:
            key = (row.recipient, row.lane)
            if row.id in self._known:
                continue
            if key not in self._queues:
                self._queues[key] = Queue()
                self._ready[row.lane].append(key)
            queue = self._queues[key]
            if not queue.more or (queue.rows and row.id < queue.rows[-1].id):
                self._insert(queue, row)  # behind a gap nothing is added: what the gap hides must go first

    def refill(self, key: Key, rows: list[Row]) -> None:
        """Fill a dry queue with its next rows from disk; without any it is gone."""
        self.dry.discard(key)
        del self._queues[key]
        self.add(rows)
        if len(rows) >= DEPTH and key in self._queues:
            self._queues[key].more = True

    def next(self, lane: Lane, now: float) -> Row | None:
        """Take the first row of the next queue that is ready. It is away until `done`, `back` or `wait`."""
        waiting, ready = self._waiting[lane], self._ready[lane]
        while waiting and waiting[0][0] <= now:
            _, ticket, key = heappop(waiting)
            if key in self._queues and self._queues[key].ticket == ticket:
                self._make_ready(key)
        return self._queues[ready.popleft()].rows.pop(0) if ready else None

    def wait(self, row: Row, until: float) -> None:
        """Put a row back at its place and leave its queue alone until then."""
        key = (row.recipient, row.lane)
        queue = self._queues.get(key)
        if queue is None:  # dropped meanwhile; it will be loaded again under another name
            self._known.discard(row.id)
            return
        self._insert(queue, row)
        queue.ticket = next(self._tickets)
        heappush(self._waiting[row.lane], (until, queue.ticket, key))

    def done(self, row: Row) -> None:
        """Let go of a row that is no longer ours to send; the next of its queue may follow."""
        self._known.discard(row.id)
        key = (row.recipient, row.lane)
        queue = self._queues.get(key)
        if queue is None:
            return
        if queue.rows:
            self._ready[row.lane].append(key)
        elif queue.more:
            self.dry.add(key)
        else:
            del self._queues[key]

    def drop(self, recipient: str) -> None:
        """Forget what is here for a recipient whose rows have gone to another name."""
        for lane in Lane:
            queue = self._queues.pop((recipient, lane), None)
            self._known.difference_update(row.id for row in (queue.rows if queue else []))
            self.dry.discard((recipient, lane))
            if (recipient, lane) in self._ready[lane]:
                self._ready[lane].remove((recipient, lane))

    def hasten(self, keys: Iterable[Key]) -> None:
        """End the waiting of these queues."""
        for key in keys:
            if key in self._queues and self._queues[key].ticket is not None:
                self._make_ready(key)

    def ready(self, lane: Lane) -> int:
        """Return how many queues of ``lane`` could send now."""
        return len(self._ready[lane])

    def waiting(self, lane: Lane) -> int:
        """Return how many queues of ``lane`` wait for an instant."""
        return len(self._waiting[lane])

    def next_at(self) -> list[float]:
        """Return when the first waiting queue of each lane is ready again."""
        return [waiting[0][0] for waiting in self._waiting.values() if waiting]

    def _insert(self, queue: Queue, row: Row) -> None:
        insort(queue.rows, row, key=lambda other: other.id)
        self._known.add(row.id)
        if len(queue.rows) > DEPTH:
            self._known.discard(queue.rows.pop().id)
            queue.more = True

    def _make_ready(self, key: Key) -> None:
        self._queues[key].ticket = None
        self._ready[key[1]].append(key)
