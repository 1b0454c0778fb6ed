"""A clock that moves when a test says so."""

from datetime import UTC, datetime


class StoppedClock:
    def __init__(self, start: datetime = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)) -> None:
        self._now = int(start.timestamp() * 1000)
        self._monotonic = 1000.0

    def now(self) -> int:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        self._now += int(seconds * 1000)
        self._monotonic += seconds

    def set(self, instant: datetime) -> None:
        self._now = int(instant.timestamp() * 1000)
