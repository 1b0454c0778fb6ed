"""One measurement each: how many updates or messages a second, how much memory."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contestants import TOKEN
from tests.bench.processes import HERE, resident_mb, running, serving

SETTLE = 3.0
"""Seconds after the first getUpdates until the idle process is looked at."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A rate, and the share of a core the server needed meanwhile; near one, the server would have been the limit."""

    rate: float
    server_share: float


@contextmanager
def a_folder() -> Iterator[Path]:
    """Yield a new folder on the same disk as everything else: a temporary one may be in memory, where a commit is free."""
    build = HERE / "build"
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=build) as name:
        yield Path(name)


async def inbound(name: str, kind: str, count: int, mode: str = "inbound") -> Measured:
    """Return the updates a second ``name`` handles and answers, from the first it is given to its last reply."""
    with a_folder() as folder:
        async with (
            serving(folder, kind=kind, updates=count, expected=count) as (server, root),
            running(folder, f"tests.bench.contestants.{name}", mode, root, str(count)),
        ):
            await server.says()  # it is polling
            result = await server.says()
    return Measured(count / result["seconds"], result["server_share"])


async def notice(name: str, count: int) -> Measured:
    """Return the messages a second ``name`` sends to as many chats, from its start until it knows of every answer."""
    with a_folder() as folder:
        async with (
            serving(folder, expected=count) as (server, root),
            running(folder, f"tests.bench.contestants.{name}", "notice", root, str(count)) as contestant,
        ):
            seen, result = await server.says(), await contestant.says()
    return Measured(count / result["seconds"], seen["server_share"])


async def idle_mb() -> float:
    """Return the memory of `run` that waits for its first update."""
    with a_folder() as folder:
        async with serving(folder) as (server, root):
            settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": root, "DATA_DIR": "data"}
            async with running(folder, "bot", "run", environment=settings) as bot:
                await server.says()
                await asyncio.sleep(SETTLE)
                return resident_mb(bot.pid)
