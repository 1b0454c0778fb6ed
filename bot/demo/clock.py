"""The demo's wall clock: the sandbox's, so that a day can pass at a tap. Pacing stays with the machine's monotonic clock."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import BinaryIO

from bot.clock import SystemClock

TICK = 1.0
"""Every how many seconds the demo's bot looks for what has become due: nobody who lets a day pass wants to wait for ten."""

MACHINE = SystemClock()
"""The clock of the machine, which nobody shifts."""


class SandboxClock(SystemClock):
    """The machine's clock, shifted as the sandbox says."""

    def __init__(self) -> None:
        self.offset = 0

    def now(self) -> int:
        """Return the sandbox's wall time as UTC milliseconds."""
        return super().now() + self.offset

    def hear(self, line: bytes) -> None:
        """Be shifted as a line of the demo says."""
        self.offset = json.loads(line)["offset_ms"]


class Shifts:
    """How far the sandbox's clock has been shifted since when, so that a span of the machine's time is found on that clock."""

    def __init__(self, offset_ms: int) -> None:
        self._since = [(0, offset_ms)]

    def note(self, offset_ms: int) -> None:
        """Note that from now on the clock is shifted so far."""
        self._since.append((MACHINE.now(), offset_ms))

    def spans(self, since_ms: int, before_ms: int | None) -> list[tuple[int, int]]:
        """Return what the sandbox's clock showed between two instants of the machine's: from when to before when, each time.

        ``before_ms`` None: until now.
        """
        last = MACHINE.now() + 1 if before_ms is None else before_ms
        ends = [*(min(start, last) for start, _ in self._since[1:]), last]
        shown = [(max(start, since_ms), end, offset) for (start, offset), end in zip(self._since, ends, strict=True)]
        return [(start + offset, end + offset) for start, end, offset in shown if start < end]


def told(offset_ms: int) -> bytes:
    """Return the line that tells a `SandboxClock` how far it is shifted."""
    return json.dumps({"offset_ms": offset_ms}).encode() + b"\n"


@asynccontextmanager
async def following(pipe: BinaryIO, clock: SandboxClock) -> AsyncIterator[None]:
    """Let ``clock`` follow the lines of ``pipe`` while the block runs; at its end the demo is gone, and the process ends."""
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    task = asyncio.ensure_future(_follow(reader, clock))
    try:
        yield
    finally:
        task.cancel()
        transport.close()


async def _follow(reader: asyncio.StreamReader, clock: SandboxClock) -> None:
    async for line in reader:
        clock.hear(line)
    os.kill(os.getpid(), signal.SIGTERM)
