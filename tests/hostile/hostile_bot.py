"""The whole bot under observation: run on a stage with everything it logs kept, and asked for what it has on disk."""

import asyncio
import io
import logging
import sys
import threading
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stderr
from dataclasses import dataclass, replace
from typing import Any

import structlog
from clocks import TestClock
from sqlalchemy import Select, func, select
from stage import Stage, ready_made

from bot import logs
from bot.service import Service
from domain.profile import Profile
from storage.database import Database
from storage.schema import inbox, outbox

FAST = 30.0
PATIENCE = 60.0
LOOK = 0.02


@dataclass
class Bot:
    """One life of the bot. ``life`` is over only when the test says so, or when something broke."""

    stage: Stage
    clock: TestClock
    database: Database
    life: asyncio.Future[None]

    async def rows(self, query: Select[Any]) -> list[Any]:
        async with self.database.reading() as connection:
            return list((await connection.execute(query)).all())

    async def count(self, query: Select[Any]) -> int:
        return int((await self.rows(select(func.count()).select_from(query.subquery())))[0][0])

    async def settled(self) -> None:
        """Return once every update stored so far is handled and everything that was to be sent has ended."""
        world = self.stage.sandbox.world
        waiting = select(inbox.c.id).where(inbox.c.state == "waiting")
        leaving = select(outbox.c.id).where(outbox.c.state.in_(("pending", "sending")))
        end = time.monotonic() + PATIENCE
        while world.updates.pending or await self.count(waiting.union_all(leaving)):
            assert not self.life.done(), self.life
            assert time.monotonic() < end, "the bot does not come to rest"
            await asyncio.sleep(LOOK)


def _patient(profile: Profile) -> Profile:
    """Return the profile without the limit on how much one may write: here people type faster than people."""
    return replace(profile, desk=replace(profile.desk, messages_a_minute=10**9))


@asynccontextmanager
async def alive(
    stage: Stage, clock: TestClock | None = None, *, paced: bool = False, patient: bool = True, **changes: Any
) -> AsyncIterator[Bot]:
    """Run the bot in this process until the block is left; it must not have ended before."""
    settings = stage.settings(**changes)
    clock = clock or TestClock(FAST)
    profile = ready_made(settings)
    service, stop = Service(settings, _patient(profile) if patient else profile, clock, paced=paced), asyncio.Event()
    life = asyncio.ensure_future(service.run(stop))
    ready = asyncio.ensure_future(service.running.wait())
    await asyncio.wait((life, ready), return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    database = Database(settings.database)
    try:
        if life.done():
            await life
        yield Bot(stage, clock, database, life)
        assert not life.done(), life
    finally:
        await database.close()
        stop.set()
        await life


@contextmanager
def logged(level: int = logging.INFO, *, secrets: tuple[str, ...] = ()) -> Iterator[io.StringIO]:
    """Set the bot's logs up as the process does and catch all that reaches standard error meanwhile."""
    root, output = logging.getLogger(), io.StringIO()
    before = (root.handlers[:], root.level, logging.raiseExceptions, warnings.showwarning)
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook)
    structured = structlog.get_config()
    with redirect_stderr(output):
        try:
            logs.configure("json", level, secrets=secrets)
            yield output
        finally:
            root.handlers[:], level_before, logging.raiseExceptions, warnings.showwarning = before
            root.setLevel(level_before)
            sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
            structlog.configure(**structured)
