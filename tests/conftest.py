"""What all tests share: the stage, and a bot that runs on it."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library warns until its next behaviour is chosen, and warnings are errors

import pytest
from clocks import TestClock
from stage import Stage, a_stage

from bot.clock import Clock
from bot.profile import load
from bot.service import Service
from storage.migrate import migrate

FAST = 30.0
"""How much faster than the wall the bot paces its messages in tests."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage without Telegram's limits; what is about limits makes its own."""
    async with a_stage(tmp_path, limits=False) as made:
        yield made


@asynccontextmanager
async def running(stage: Stage, clock: Clock | None = None, **changes: Any) -> AsyncIterator[Service]:
    """Run the bot on a stage, in this process, until the block is left."""
    settings = stage.settings(**changes)
    migrate(settings.database)
    service, stop = Service(settings, load(settings), clock or TestClock(FAST)), asyncio.Event()
    life = asyncio.ensure_future(service.run(stop))
    ready = asyncio.ensure_future(service.running.wait())
    await asyncio.wait((life, ready), return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    try:
        if life.done():
            await life
        yield service
    finally:
        stop.set()
        await life
