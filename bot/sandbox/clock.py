"""The sandbox's three readings of time, so that hours can pass in a test without anybody waiting."""

from __future__ import annotations

import time


class Clock:
    """Wall time with a movable offset for dates, and a faster-running time for limits and expiry."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self.offset_ms = 0

    def now_ms(self) -> int:
        """The wall clock that dates are taken from: the machine's, moved by the offset."""
        return time.time_ns() // 1_000_000 + self.offset_ms

    def now(self) -> int:
        """The wall clock in whole seconds, as in a message's `date`."""
        return self.now_ms() // 1000

    def pace(self) -> float:
        """Seconds for rate limits: `speed` times as fast as the wall; the offset does not touch it."""
        return time.monotonic() * self.speed

    def age(self) -> float:
        """Seconds for expiry: as `pace`, and moved by the offset, so that advancing the clock lets things expire."""
        return self.pace() + self.offset_ms / 1000
