"""The ticker: APScheduler rings, the database says what is due. A lost or late ring changes nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

PERIOD = 10.0
"""Seconds between two rings."""


class Ticker:
    """Calls each of ``tasks`` every ``period`` seconds, or every `PERIOD`; one still busy is not called again meanwhile."""

    def __init__(self, *tasks: Callable[[], Awaitable[None]], period: float | None = None) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for task in tasks:
            how = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
            self._scheduler.add_job(partial(_until_closed, task), "interval", seconds=period or PERIOD, **how)

    def start(self) -> None:
        """Begin to ring."""
        self._scheduler.start()

    def close(self) -> None:
        """Ring no more."""
        self._scheduler.shutdown(wait=False)


async def _until_closed(task: Callable[[], Awaitable[None]]) -> None:
    """Do ``task``. Closing cancels what is busy, which the scheduler would log as a failure."""
    with suppress(asyncio.CancelledError):
        await task()
