"""One measurement each: how many updates or messages a second, how much memory."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contestants import TOKEN, reminding
from tests.bench.processes import HERE, RunFailedError, resident_mb, running, serving

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
            running(folder, f"tests.bench.contestants.{name}", mode, root, str(count)) as contestant,
        ):
            await server.says(contestant)  # it is polling
            result = await server.says(contestant)
        _prove(folder, "inbox", "state = 'done'", count)
        _prove(folder, "outbox", "state = 'sent' AND method = 'sendMessage'", count)
    return Measured(count / result["seconds"], result["server_share"])


async def notice(name: str, count: int) -> Measured:
    """Return the messages a second ``name`` sends to as many chats, from its start until it knows of every answer."""
    with a_folder() as folder:
        async with (
            serving(folder, expected=count) as (server, root),
            running(folder, f"tests.bench.contestants.{name}", "notice", root, str(count)) as contestant,
        ):
            result, seen = await contestant.says(), await server.says()
        _prove(folder, "outbox", "state = 'sent'", count)
    return Measured(count / result["seconds"], seen["server_share"])


def _prove(folder: Path, table: str, condition: str, count: int) -> None:
    """Look in the database of a contestant that has one: a rate counts only if everything is written down."""
    path = folder / "data" / "alliance.db"
    if path.exists():
        with closing(sqlite3.connect(path)) as database:
            found = database.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]  # noqa: S608 - our words
        if found != count:
            raise RunFailedError(f"{found} of {count} rows of the {table} have {condition}")


async def reminders_tick(count: int) -> dict[str, tuple[float, float]]:
    """Return the seconds and megabytes each way of reminding needs to find what has come among ``count`` obligations."""
    measured = {}
    with a_folder() as folder:
        path = folder / "alliance.db"
        reminding.prepare(path, count)
        for name in ("loop", "jobs", "ours"):  # ours last: it alone writes
            async with running(folder, "tests.bench.contestants.reminding", name, str(path)) as contestant:
                result = await contestant.says()
            if result["found"] != reminding.COME:
                raise RunFailedError(f"{name} found {result['found']} obligations of {reminding.COME}")
            measured[name] = (result["seconds"], result["megabytes"])
    return measured


async def idle_mb() -> float:
    """Return the memory of `run` that waits for its first update."""
    with a_folder() as folder:
        async with serving(folder) as (server, root):
            settings = {"BOT_TOKEN": TOKEN, "BOT_API_URL": root, "DATA_DIR": "data"}
            async with running(folder, "bot", "run", environment=settings) as bot:
                await server.says(bot)
                await asyncio.sleep(SETTLE)
                return resident_mb(bot.pid)
