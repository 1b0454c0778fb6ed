"""The delivery worker: one loop that loads, picks, claims, and records; calls run beside it.

Each turn is one transaction: the ends of finished calls and the claims of the next ones commit together, and only then do
the next calls begin. No transaction is open while a call is on the way. A commit that fails ends the process: rows left in
``sending`` are settled at the next start.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import structlog

from bot.clock import Clock
from bot.delivery.backlog import Backlog, Key
from bot.delivery.claims import Claimed, Claims
from bot.delivery.line import Line
from bot.delivery.loader import LOOK_SECONDS, Loader
from bot.delivery.outcome import Again, Call, of_doubt
from bot.delivery.picker import Picker
from bot.delivery.records import Finished, record
from domain.outbox import Reason
from storage import delivery, moves
from storage.database import Database

GRACE_SECONDS = 8.0
log = structlog.get_logger()


class Worker:
    """Delivers the rows of one line while `run` runs."""

    def __init__(
        self,
        database: Database,
        line: Line,
        clock: Clock,
        *,
        epoch: int,
        on_report: Callable[[], None],
        on_move: Callable[[str, str], None] = lambda _old, _new: None,
    ) -> None:
        self._database, self._clock = database, clock
        self._epoch, self._on_report, self._on_move = epoch, on_report, on_move
        self._line, self._backlog = line, Backlog()
        self._loader = Loader(database, line.channel, self._backlog, clock)
        self._picker = Picker(self._backlog, line.pace, line.breaker, clock, line.concurrency)
        self._claims = Claims(epoch)
        self._calls: set[asyncio.Task[None]] = set()
        self._finished: list[Finished] = []
        self._awaited: dict[int, set[Key]] = {}
        self._broken: BaseException | None = None
        self._bell = asyncio.Event()
        self._stop_at: float | None = None
        self._ended: asyncio.Event | None = None  # set while `run` runs

    def wake(self) -> None:
        """Say that a commit may have brought new rows."""
        self._loader.wake()
        self._bell.set()

    async def run(self) -> None:
        """Deliver until `stop`. An error of the database ends this, and with it the process."""
        self._ended = asyncio.Event()
        try:
            await self._settle_interrupted()
            while self._stop_at is None:
                await self._loader.load()
                if not await self._turn(picking=True):
                    await self._idle(LOOK_SECONDS)
            while self._calls and (left := self._stop_at - self._clock.monotonic()) > 0:
                if not await self._turn(picking=False):
                    await self._idle(left)
            await self._turn(picking=False)
        finally:
            for call in self._calls:
                call.cancel()
            await asyncio.gather(*self._calls, return_exceptions=True)
            await self._line.close()
            self._ended.set()

    async def stop(self, grace: float = GRACE_SECONDS) -> None:
        """Claim nothing more, give calls on the way ``grace`` seconds, record them; the rest is settled at the next start."""
        self._stop_at = self._clock.monotonic() + grace
        self._bell.set()
        if self._ended is not None:
            await self._ended.wait()

    async def _settle_interrupted(self) -> None:
        """Decide about the rows an earlier process left in the middle of a call."""
        async with self._database.writing() as connection:
            rows = await delivery.adopt(connection, self._line.channel, self._epoch)
            finished = [Finished(row, of_doubt(row, "interrupted", Reason.INTERRUPTED)) for row in rows]
            reported = await record(connection, finished, self._epoch, self._clock.now())
        if rows:
            log.warning("delivery.interrupted", rows=len(rows))
        if reported:
            self._on_report()

    async def _turn(self, *, picking: bool) -> bool:
        """Record what ended and claim what follows, in one transaction; return whether there was anything to do."""
        if self._broken is not None:
            raise self._broken
        finished, self._finished = self._finished, []
        moved = self._loader.take_moved()
        picked = self._picker.pick(len(self._calls)) if picking else []
        if not (finished or moved or picked):
            return False
        async with self._database.writing() as connection:
            reported = await record(connection, finished, self._epoch, self._clock.now())
            for old, new in moved.items():
                await moves.move(connection, old, new)
            claimed = await self._claims.claim(connection, picked, self._loader.hold) if picked else Claimed()
        if reported:
            self._on_report()
        self._let_go(finished, moved)
        self._begin(claimed)
        return True

    def _let_go(self, finished: Sequence[Finished], moved: Mapping[str, str]) -> None:
        """Bring the backlog up to date with what was just committed."""
        now = self._clock.monotonic()
        for one in finished:
            if not isinstance(one.outcome, Again):
                self._backlog.done(one.row)
                self._backlog.hasten(self._awaited.pop(one.row.id, ()))
            elif one.outcome.moved_to is not None:
                moved = {**moved, one.row.recipient: one.outcome.moved_to}
                self._backlog.done(one.row)
            else:  # waits by the monotonic clock here; the instant on disk is for a restart
                attempt = one.row.attempt if one.outcome.counted else one.row.attempt - 1
                row = replace(one.row, attempt=attempt, not_before=0)
                self._backlog.wait(row, now + one.outcome.delay_ms / 1000)
        for old, new in moved.items():
            self._backlog.drop(old)
            self._loader.look_again()
            self._on_move(old, new)

    def _begin(self, claimed: Claimed) -> None:
        """Start the claimed calls; put back what cannot go yet."""
        for row in claimed.gone:
            self._picker.give_back(row)
            self._backlog.done(row)
        for row, awaited in claimed.waiting:
            self._picker.give_back(row)
            self._awaited.setdefault(awaited, set()).add((row.recipient, row.lane))
            self._backlog.wait(row, self._clock.monotonic() + LOOK_SECONDS)
        for call in claimed.calls:
            task = asyncio.create_task(self._deliver(call))
            self._calls.add(task)
            task.add_done_callback(self._forget)

    async def _deliver(self, call: Call) -> None:
        outcome = await self._line.calls.make(call)
        self._finished.append(Finished(call.row, outcome))
        self._bell.set()

    def _forget(self, task: asyncio.Task[None]) -> None:
        """Let go of a call; one that broke instead of deciding would leave its row on the way for ever, so all ends."""
        self._calls.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._broken = task.exception()
            self._bell.set()

    async def _idle(self, longest: float) -> None:
        """Wait for the bell, or for the next instant at which something may leave."""
        seconds = min(longest, self._picker.next_at() - self._clock.monotonic())
        waits = [asyncio.ensure_future(self._clock.sleep(seconds)), asyncio.ensure_future(self._bell.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._bell.clear()
