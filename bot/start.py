"""What comes before everything else: logs, the lock, and a database that is sound and up to date."""

import asyncio
import gc
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager

from bot import lock, logs
from bot.clock import SystemClock
from bot.errors import CannotStart
from bot.settings import LocalSettings
from bot.upkeep import utc
from storage.backup import backup, verify
from storage.database import DatabaseUnusableError
from storage.migrate import latest, migrate, version


@contextmanager
def ready(settings: LocalSettings) -> Iterator[list[str]]:
    """Hold the database alone, checked and migrated; yield the steps that were taken.

    Raises `CannotStart` with a sentence when that is not possible.
    """
    logs.configure(settings.log_format, secrets=settings.secrets)
    with lock.holding(settings.data_dir):
        try:
            steps = _up_to_date(settings)
        except DatabaseUnusableError as error:
            raise CannotStart(str(error)) from error
        yield steps


def run_until_done(main: Coroutine[object, object, None]) -> None:
    """Run ``main`` on the fastest loop this machine has; how to stop is its own business.

    What has been imported until now stays, so the collector need not walk through it again and again.
    """
    if sys.implementation.name == "cpython":
        gc.freeze()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(main)


def _up_to_date(settings: LocalSettings) -> list[str]:
    database = settings.database
    if database.exists():
        verify(database)
        before = version(database)
        if before not in (None, latest()):
            lock.make_private(settings.backups)
            backup(database, settings.backups / f"before-{latest()}-{utc(SystemClock()):%Y%m%d-%H%M%S}.db")
    return migrate(database)


def loop_factory() -> "type[asyncio.AbstractEventLoop] | None":
    """Return the fastest kind of loop this machine has, None for Python's own."""
    if sys.platform == "win32" or sys.implementation.name != "cpython":
        return None
    import uvloop

    return uvloop.Loop
