"""What the ticker does for the installation itself: the nightly backup, a look at the disk, and forgetting in time.

An erasure is forgotten for good within seconds: it goes into the ledger beside the backups, which repeats it after a restore,
and the write-ahead log, where the blanked words still stand, is emptied.
"""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple

import structlog

from bot.alarms import Alarms, Trouble
from bot.clock import Clock
from bot.errors import OperationError
from bot.lock import make_private
from bot.settings import LocalSettings
from domain.instants import DAY
from storage import erasure, forgetting, ledger
from storage.backup import KEPT, BackupRefusedError, backup, nightly_name, nightly_stamps, rotate
from storage.database import Database, DatabaseUnusableError

NIGHT = time(3, 30)
LOW_DISK = 100_000_000
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


class Retention(NamedTuple):
    """How many days words are kept: of finished messages, of closed enquiries."""

    messages_days: int
    enquiries_days: int


class Upkeep:
    """Everything the installation does for itself, each at its own pace; `check` is called by the ticker."""

    def __init__(self, settings: LocalSettings, database: Database, retention: Retention, clock: Clock, alarms: Alarms) -> None:
        self._settings = settings
        self._database = database
        self._retention = retention
        self._clock = clock
        self._alarms = alarms
        self._next = {self._back_up: 0.0, self._forget: 0.0}
        self._erased = 0  # erasures that are in the ledger and gone from the write-ahead log

    async def check(self) -> None:
        """Do what is due; erasures first, so that no backup is made without them in the ledger."""
        watch_disk(self._settings.data_dir, self._alarms)
        await self.seal_erasures()
        for work, pause in ((self._back_up, BACKUP_PAUSE), (self._forget, FORGET_PAUSE)):
            if self._clock.monotonic() >= self._next[work]:
                self._next[work] = self._clock.monotonic() + pause
                await work()

    async def seal_erasures(self) -> None:
        """Write new erasures into the ledger and empty the write-ahead log; what does not succeed is tried again."""
        async with self._database.reading() as connection:
            erasures = await erasure.erased(connection)
        if len(erasures) == self._erased:
            return
        try:
            await asyncio.to_thread(_note, self._settings.backups / ledger.NAME, erasures)
        except (ledger.LedgerUnreadableError, OperationError, OSError) as error:
            _log.error("ledger.failed", exc_info=error)
            self._alarms.failing(Trouble.BACKUP)
            return
        if await self._database.checkpoint():
            self._erased = len(erasures)

    async def _back_up(self) -> None:
        settings = self._settings
        await nightly_backup(settings.database, settings.backups, settings.timezone, self._clock, self._alarms)

    async def _forget(self) -> None:
        await forget(self._database, self._retention, self._clock)


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


async def forget(database: Database, retention: Retention, clock: Clock) -> None:
    """Blank what the retention no longer covers; it walks through the tables, once an hour is often enough."""
    count = await forgetting.forget(database, before=clock.now() - retention.messages_days * DAY)
    count += await forgetting.forget_enquiries(database, before=clock.now() - retention.enquiries_days * DAY)
    if count:
        await database.checkpoint()
        _log.info("forgotten", rows=count)


def _note(path: Path, erasures: Sequence[erasure.Erasure]) -> None:
    make_private(path.parent)
    ledger.add(path, erasures)


def _make(database: Path, target: Path) -> None:
    make_private(target.parent)
    backup(database, target)
    rotate(target.parent, KEPT)
