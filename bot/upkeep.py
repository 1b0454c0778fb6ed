"""What the ticker does for the installation itself: the nightly backup, a look at the disk, and forgetting in time."""

import asyncio
import shutil
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path

import structlog

from bot.alarms import Alarms, Trouble
from bot.clock import Clock
from bot.errors import OperationError
from bot.lock import make_private
from bot.settings import LocalSettings
from storage import forgetting
from storage.backup import BackupRefusedError, backup, nightly_name, nightly_stamps, rotate
from storage.database import Database, DatabaseUnusableError

NIGHT = time(3, 30)
KEPT = 7
LOW_DISK = 100_000_000
DAY_MS = 86_400_000
BACKUP_PAUSE = 600.0
FORGET_PAUSE = 3600.0

_log = structlog.get_logger()


def utc(clock: Clock) -> datetime:
    """Return the wall time of ``clock``."""
    return datetime.fromtimestamp(clock.now() / 1000, UTC)


def is_due(newest: datetime | None, now: datetime) -> bool:
    """Whether the backup of the last night before ``now`` (in the installation's zone) is still missing."""
    night = datetime.combine(now.date(), NIGHT, now.tzinfo)
    if night > now:
        night = datetime.combine(now.date() - timedelta(days=1), NIGHT, now.tzinfo)
    return newest is None or newest < night


class Upkeep:
    """Everything the installation does for itself, each at its own pace; `check` is called by the ticker."""

    def __init__(self, settings: LocalSettings, database: Database, retention_days: int, clock: Clock, alarms: Alarms) -> None:
        self._settings = settings
        self._database = database
        self._retention_days = retention_days
        self._clock = clock
        self._alarms = alarms
        self._next = {self._back_up: 0.0, self._forget: 0.0}

    async def check(self) -> None:
        """Do what is due."""
        watch_disk(self._settings.data_dir, self._alarms)
        for work, pause in ((self._back_up, BACKUP_PAUSE), (self._forget, FORGET_PAUSE)):
            if self._clock.monotonic() >= self._next[work]:
                self._next[work] = self._clock.monotonic() + pause
                await work()

    async def _back_up(self) -> None:
        settings = self._settings
        await nightly_backup(settings.database, settings.backups, settings.timezone, self._clock, self._alarms)

    async def _forget(self) -> None:
        await forget(self._database, self._retention_days, self._clock)


async def nightly_backup(database: Path, folder: Path, zone: tzinfo, clock: Clock, alarms: Alarms) -> Path | None:
    """Make the night's backup if it is missing, and let go of the oldest; call it every few minutes.

    After downtime the first call catches up. A backup that fails is an alarm, and is tried again with the next call.
    """
    now = utc(clock)
    stamps = [stamp for stamp in nightly_stamps(folder) if stamp <= now]  # one from the future only shows a wrong clock
    if not is_due(max(stamps, default=None), now.astimezone(zone)):
        return None
    target = folder / nightly_name(now)
    try:
        await asyncio.to_thread(_make, database, target)
    except (DatabaseUnusableError, BackupRefusedError, OperationError, OSError) as error:
        _log.error("backup.failed", exc_info=error)
        alarms.failing(Trouble.BACKUP)
        return None
    _log.info("backup.made", file=target.name)
    alarms.well(Trouble.BACKUP)
    return target


def watch_disk(folder: Path, alarms: Alarms) -> None:
    """Note whether the disk under ``folder`` has room."""
    room = shutil.disk_usage(folder).free >= LOW_DISK
    (alarms.well if room else alarms.failing)(Trouble.DISK)


async def forget(database: Database, retention_days: int, clock: Clock) -> None:
    """Blank what the retention no longer covers; it walks through the tables, once an hour is often enough."""
    count = await forgetting.forget(database, before=clock.now() - retention_days * DAY_MS)
    if count:
        await database.checkpoint()
        _log.info("forgotten", rows=count)


def _make(database: Path, target: Path) -> None:
    make_private(target.parent)
    backup(database, target)
    rotate(target.parent, KEPT)
