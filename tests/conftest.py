"""What all tests share: the stage, and a bot that runs on it."""

import asyncio
import gc
import logging
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library warns until its next behaviour is chosen, and warnings are errors

import pytest
import structlog
from stage import Stage, a_new_database, a_stage

from bot.start import loop_factory
from storage.database import Database

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))  # what fails is asserted, not logged


LONGEST = ("test_ten_thousand.py", "test_fault_runs.py", "test_burst.py", "test_log_canaries.py", "test_every_door.py")
"""What takes longest comes first: begun last, one worker would be busy with it while the others had nothing left to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first; otherwise the order stays."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_collection_finish() -> None:
    """What has been imported until now stays, as in the bot itself: the collector need not walk through it again and again."""
    gc.freeze()


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every test runs on the loop the bot runs on."""
    return {"loop": loop_factory() or asyncio.new_event_loop}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage without Telegram's limits; what is about limits makes its own."""
    async with a_stage(tmp_path, limits=False) as made:
        yield made


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with every table and no row, for rules that need no bot."""
    a_new_database(tmp_path / "alliance.db")
    made = Database(tmp_path / "alliance.db")
    yield made
    await made.close()
