"""Chooses which rows leave now: by lane, within every limit, with room kept for whoever waits for an answer."""

from bot.clock import Clock
from bot.delivery.backlog import Backlog
from bot.delivery.breaker import Breaker
from bot.delivery.line import Pace
from domain.outbox import Lane
from storage.delivery import Row

SHARE = {Lane.INTERACTIVE: 1.0, Lane.REMINDER: 0.875, Lane.BULK: 0.75}
"""Which part of the calls that may be on the way a lane may fill, together with what is on the way already."""

RECHECK_SECONDS = 2.0
"""How long a wait for an instant of the wall clock is believed; that clock may be set forward."""


class Picker:
    """Looks at backlog, pace and line together."""

    def __init__(self, backlog: Backlog, pace: Pace, breaker: Breaker, clock: Clock, concurrency: int) -> None:
        self._backlog, self._pace, self._breaker, self._clock = backlog, pace, breaker, clock
        self._room = {lane: max(1, int(concurrency * share)) for lane, share in SHARE.items()}

    def pick(self, on_the_way: int) -> list[Row]:
        """Return the rows that may leave now; their queues are away until the backlog hears of them again."""
        now = self._clock.monotonic()
        picked: list[Row] = []
        for lane in Lane:
            while self._may_leave(now, lane, on_the_way + len(picked)):
                row = self._backlog.next(lane, now)
                if row is None:
                    break
                self._take_or_wait(row, now, picked)
        return picked

    def give_back(self, row: Row) -> None:
        """Take note that a picked row did not leave."""
        self._pace.give_back(row.recipient, row.lane, row.method)

    def next_at(self) -> float:
        """Return the next instant at which time alone may let something leave."""
        now = self._clock.monotonic()
        if self._breaker.open_at > now:
            return self._breaker.open_at
        lanes = [self._pace.overall_at(now, lane) for lane in Lane if self._backlog.ready(lane)]
        return min((at for at in (*lanes, *self._backlog.next_at()) if at > now), default=float("inf"))

    def _may_leave(self, now: float, lane: Lane, on_the_way: int) -> bool:
        room, rate = on_the_way < self._room[lane], self._pace.overall_at(now, lane) <= now
        return room and rate and self._breaker.open_at <= now

    def _take_or_wait(self, row: Row, now: float, picked: list[Row]) -> None:
        due = now + min(RECHECK_SECONDS, max(0, row.not_before - self._clock.now()) / 1000)
        at = max(due, self._pace.chat_at(now, row.recipient, row.lane, row.method))
        if at > now:
            self._backlog.wait(row, at)
        else:
            self._pace.take(now, row.recipient, row.lane, row.method)
            picked.append(row)
            if self._breaker.down:
                self._breaker.probe()
