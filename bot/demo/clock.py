"""The demo's wall clock: the sandbox's, so that a day can pass at a tap. Pacing stays with the machine's monotonic clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot.clock import SystemClock

PERIOD = 0.5


class SandboxClock(SystemClock):
    """The machine's clock, shifted as the sandbox says."""

    def __init__(self) -> None:
        self.offset = 0

    def now(self) -> int:
        """Return the sandbox's wall time as UTC milliseconds."""
        return super().now() + self.offset


@asynccontextmanager
async def following(url: str) -> AsyncIterator[SandboxClock]:
    """Yield a clock that follows the sandbox at ``url`` while the block runs."""
    clock = SandboxClock()
    async with aiohttp.ClientSession() as http:
        await _look(http, url, clock)
        task = asyncio.ensure_future(_keep_looking(http, url, clock))
        try:
            yield clock
        finally:
            task.cancel()


async def _keep_looking(http: aiohttp.ClientSession, url: str, clock: SandboxClock) -> None:
    while True:
        await asyncio.sleep(PERIOD)
        await _look(http, url, clock)


async def _look(http: aiohttp.ClientSession, url: str, clock: SandboxClock) -> None:
    try:
        async with http.get(f"{url}/control/clock") as answer:
            clock.offset = int((await answer.json())["offset_ms"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return  # the sandbox is gone for a moment; the last offset holds
