"""Upkeep: a backup for every night, caught up after downtime; an eye on the disk; alarms when either fails."""

import shutil
from collections import namedtuple
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from stopped_clock import StoppedClock

from bot import upkeep
from bot.alarms import Trouble
from bot.settings import given
from bot.upkeep import LOW_DISK, Retention, Upkeep, is_due, nightly_backup, watch_disk
from storage.backup import nightly_stamps, verify
from storage.database import Database

ZONE = ZoneInfo("Asia/Shanghai")
Usage = namedtuple("Usage", "total used free")


class Noted:
    """Alarms that only note."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, Trouble]] = []

    def failing(self, trouble: Trouble) -> None:
        self.notes.append(("failing", trouble))

    def well(self, trouble: Trouble) -> None:
        self.notes.append(("well", trouble))


@pytest.fixture
def alarms() -> Noted:
    return Noted()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("newest", "now", "due"),
    [
        (None, at(10, 12), True),
        (at(10, 3, 30), at(10, 12), False),
        (at(10, 3, 31), at(11, 3, 29), False),
        (at(10, 3, 31), at(11, 3, 30), True),
        (at(10, 1), at(10, 3, 29), False),  # made by hand of last night's catching up
        (at(10, 1), at(10, 3, 30), True),
        (at(9, 3, 29), at(10, 3), True),
        (at(1, 3, 31), at(10, 1), True),
    ],
)
def test_a_night_without_a_backup_is_due_until_it_has_one(newest: datetime | None, now: datetime, due: bool) -> None:
    assert is_due(newest and newest.astimezone(UTC), now) is due


async def test_nights_are_backed_up_once_and_seven_are_kept(
    database_file: Path, clock: StoppedClock, alarms: Noted, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    for day in range(1, 11):
        for hour in (4, 10, 23):
            clock.set(at(day, hour))
            await nightly_backup(database_file, folder, ZONE, clock, alarms)
    assert list(nightly_stamps(folder)) == [at(day, 4) for day in range(4, 11)]
    assert folder.stat().st_mode & 0o777 == 0o700
    for copy in nightly_stamps(folder).values():
        verify(copy)
    assert alarms.notes == [("well", Trouble.BACKUP)] * 10


async def test_a_stamp_from_the_future_does_not_stop_backups(
    database_file: Path, clock: StoppedClock, alarms: Noted, tmp_path: Path
) -> None:
    (tmp_path / "alliance-20991231-000000.db").touch()
    assert await nightly_backup(database_file, tmp_path, ZONE, clock, alarms) is not None


async def test_a_backup_that_fails_is_an_alarm_and_leaves_nothing(
    database_file: Path, clock: StoppedClock, alarms: Noted, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    database_file.write_bytes(b"\x00broken" * 1000)  # noqa: ASYNC240
    assert await nightly_backup(database_file, folder, ZONE, clock, alarms) is None
    assert alarms.notes == [("failing", Trouble.BACKUP)]
    assert list(folder.iterdir()) == []
    assert await nightly_backup(database_file, database_file / "no" / "folder", ZONE, clock, alarms) is None


def test_a_disk_almost_full_is_an_alarm(alarms: Noted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free in (LOW_DISK - 1, LOW_DISK):
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder, free=free: Usage(10**12, 0, free))
        watch_disk(tmp_path, alarms)
    assert alarms.notes == [("failing", Trouble.DISK), ("well", Trouble.DISK)]


async def test_each_work_keeps_its_own_pace(
    database: Database, clock: StoppedClock, alarms: Noted, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    async def forget(_database: Database, *, before: int) -> int:
        done.append("forget")
        assert before == clock.now() - 14 * 86_400_000
        return 0

    async def forget_enquiries(_database: Database, *, before: int) -> int:
        done.append("forget enquiries")
        assert before == clock.now() - 730 * 86_400_000
        return 0

    async def back_up(*_arguments: object) -> None:
        done.append("backup")

    monkeypatch.setattr(upkeep.forgetting, "forget", forget)
    monkeypatch.setattr(upkeep.forgetting, "forget_enquiries", forget_enquiries)
    monkeypatch.setattr(upkeep, "nightly_backup", back_up)
    keeper = Upkeep(given(bot_token="1:a", data_dir=database.path.parent), database, Retention(14, 730), clock, alarms)
    for _ in range(360):
        await keeper.check()
        clock.advance(10)
    assert (done.count("forget"), done.count("forget enquiries")) == (1, 1)
    assert (done.count("backup"), len(alarms.notes)) == (6, 360)
