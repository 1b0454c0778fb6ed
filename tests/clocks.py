"""Clocks for tests: one that can be moved, one that runs faster."""

import asyncio

from bot.clock import SystemClock


class TestClock(SystemClock):
    """The machine's clock, ``speed`` times as fast for pacing, and with a wall time that can be moved."""

    __test__ = False

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self.offset = 0

    def now(self) -> int:
        return super().now() + self.offset

    def monotonic(self) -> float:
        return super().monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)

    def advance(self, *, hours: float = 0, days: float = 0) -> None:
        self.offset += round((hours + 24 * days) * 3_600_000)
