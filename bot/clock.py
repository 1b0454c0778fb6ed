"""The two clocks of the process behind one seam.

Wall time says what is due and what is shown; monotonic time paces, times out and ticks. Tests and the demo put their own
clock here; nothing else in the process asks the operating system for the time.
"""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What the process knows of time."""

    def now(self) -> int:
        """Return wall time as UTC milliseconds."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait for ``seconds`` of this clock's monotonic time."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> int:
        """Return wall time as UTC milliseconds."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for ``seconds``."""
        await asyncio.sleep(seconds)
