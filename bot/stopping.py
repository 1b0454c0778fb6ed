"""How the process is told to stop, and how waiting for anything else gives way to that."""

import asyncio
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def stopped_by_signal() -> Iterator[asyncio.Event]:
    """Yield an event that is set by the first SIGINT or SIGTERM; a second one ends the process at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def first() -> None:
        stop.set()
        for each in signals:
            loop.remove_signal_handler(each)

    for each in signals:
        loop.add_signal_handler(each, first)
    try:
        yield stop
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


async def first_of(stop: asyncio.Event, *tasks: asyncio.Future[None]) -> None:
    """Return when ``stop`` is set; raise what ended one of ``tasks`` before."""
    waiting: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
    try:
        done, _ = await asyncio.wait((waiting, *tasks), return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        waiting.cancel()


async def unless(stop: asyncio.Event, coming: Coroutine[Any, Any, None]) -> bool:
    """Wait for ``coming`` and return True, or give it up and return False when ``stop`` is set first."""
    task = asyncio.ensure_future(coming)
    waiting: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
    await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        task.result()
        return True
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return False
