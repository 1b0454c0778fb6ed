"""A backup is older than an erasure: the ledger beside it repeats the erasure in what is restored, and in nobody else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from leaving import ask, database, enquires_in, leaves, settled
from sqlalchemy import insert
from stage import Stage, running

from bot.clock import SystemClock
from bot.doctor.files import files
from bot.profile import load
from bot.settings import given
from bot.upkeep import Retention, Upkeep
from storage import ledger
from storage.backup import BackupRefusedError, backup, verify
from storage.database import Database
from storage.erasure import Erasure, erase, erased
from storage.migrate import migrate
from storage.restore import restore
from storage.schema import persons

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
GONE = [Erasure(2, 1000, 2000), Erasure(5, 1500, 2500)]


class NoAlarms:
    def failing(self, trouble: object) -> None:
        raise AssertionError(trouble)

    def well(self, trouble: object) -> None:
        """Nothing is asked of it."""


# --- the file -------------------------------------------------------------------------------------------------------


def test_lines_are_added_once_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / ledger.NAME
    assert ledger.read(path) == []
    assert (ledger.add(path, GONE[:1]), ledger.add(path, GONE), ledger.add(path, GONE)) == (1, 1, 0)
    assert ledger.read(path) == GONE
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("cut", range(1, 52, 7))
def test_a_line_that_was_cut_off_is_written_again(tmp_path: Path, cut: int) -> None:
    path = tmp_path / ledger.NAME
    ledger.add(path, GONE)
    path.write_bytes(path.read_bytes()[:-cut])
    assert ledger.read(path) == GONE[:1]
    ledger.add(path, GONE)
    assert ledger.read(path) == GONE


@pytest.mark.parametrize("line", [b"[]", b"{}", b'{"person_id": "x"}', b"\xff", b"1", b'{"person_id":1,"created_at":2,"at":3}'])
def test_a_damaged_ledger_stops_a_restore_and_the_doctor_says_so(tmp_path: Path, line: bytes) -> None:
    settings = given(bot_token="1:a", data_dir=tmp_path)
    migrate(settings.database)
    backup(settings.database, tmp_path / "copy.db")
    settings.backups.mkdir()
    path = settings.backups / ledger.NAME
    path.write_bytes(line + b"\n")
    with pytest.raises(ledger.LedgerUnreadableError, match="line 1"):
        ledger.read(path)
    with pytest.raises(BackupRefusedError, match=r"line 1.*Nothing was changed"):
        restore(tmp_path / "copy.db", settings.database, NOW, path)
    said = [str(each) for each in files(settings, load(settings), SystemClock()) if each.matter == "Erasures"]
    assert len(said) == 1
    assert "line 1" in said[0]


# --- the running bot ------------------------------------------------------------------------------------------------


async def test_an_erasure_is_in_the_ledger_and_out_of_the_log_with_the_next_look(tmp_path: Path) -> None:
    settings = given(bot_token="1:a", data_dir=tmp_path)
    migrate(settings.database)
    opened = Database(settings.database)
    keeper = Upkeep(settings, opened, Retention(14, 730), SystemClock(), NoAlarms())
    try:
        async with opened.writing() as connection:
            await connection.execute(insert(persons).values(id=7, name="Kanarienvogel", language="zh", created_at=1000))
        async with opened.writing() as connection:
            await connection.run_sync(erase, 7, 2000)
        log = tmp_path / "alliance.db-wal"
        assert b"Kanarienvogel" in log.read_bytes()
        await keeper.seal_erasures()
        assert b"Kanarienvogel" not in log.read_bytes() + settings.database.read_bytes()
        assert ledger.read(settings.backups / ledger.NAME) == [Erasure(7, 1000, 2000)]
        (settings.backups / ledger.NAME).unlink()
        await keeper.seal_erasures()  # nothing new: nothing is done
        assert not (settings.backups / ledger.NAME).exists()
    finally:
        await opened.close()


async def test_a_reader_that_takes_its_time_puts_it_off(tmp_path: Path) -> None:
    settings = given(bot_token="1:a", data_dir=tmp_path)
    migrate(settings.database)
    opened = Database(settings.database)
    try:
        async with opened.writing() as connection:
            await connection.execute(insert(persons).values(id=7, name="Kanarienvogel", language="zh", created_at=1000))
        async with opened.reading() as reader:
            await erased(reader)
            async with opened.writing() as connection:
                await connection.exec_driver_sql("PRAGMA busy_timeout = 10")
                await connection.run_sync(erase, 7, 2000)
            assert not await opened.checkpoint()
        assert await opened.checkpoint()
        assert (tmp_path / "alliance.db-wal").read_bytes() == b""
    finally:
        await opened.close()


# --- the drill ------------------------------------------------------------------------------------------------------


async def test_a_restore_erases_again_and_sends_nothing_of_theirs(stage: Stage, tmp_path: Path) -> None:
    copy, known = tmp_path / "copy.db", tmp_path / "backups" / ledger.NAME
    await stage.with_office()
    alice, bob = await stage.person("Kanarienvogel", "en"), await stage.person("Bob", "en")
    async with running(stage):
        await enquires_in(alice, "en")
        await enquires_in(bob, "en")
        fault = {"chat": stage.staff_chat, "method": "*", "times": None, "do": {"status": 502}}
        await stage.control.post("faults", **fault)
        await alice.says("Words that wait for the desk")
        await alice.sees("Q-")
    backup(database(stage), copy)
    await stage.control.delete("faults")
    async with running(stage):
        await leaves(alice, "en")
        await settled(stage)
    async with running(stage):
        pass  # a start catches the ledger up
    assert len(ledger.read(known)) == 1
    done = restore(copy, database(stage), NOW, known)
    assert done.erased == 1
    verify(database(stage))
    assert b"Kanarienvogel" not in database(stage).read_bytes()
    assert ask(database(stage), "SELECT name FROM persons ORDER BY id") == [("李同事",), ("",), ("Bob",)]
    assert ask(database(stage), "SELECT count(*) FROM outbox WHERE state = 'pending'") == [(done.held,)] == [(0,)]
    async with running(stage):
        await bob.says("/status")
        await bob.sees("Q-")
        await alice.says("/status")
        await alice.sees("no enquiries")
    assert restore(copy, database(stage), datetime.now(UTC), tmp_path / "lost").erased == 1  # from the replaced database


async def test_who_bears_the_number_later_is_not_erased(stage: Stage, tmp_path: Path) -> None:
    early, late, known = tmp_path / "early.db", tmp_path / "late.db", tmp_path / "backups" / ledger.NAME
    await stage.with_office()
    async with running(stage):
        await settled(stage)
    backup(database(stage), early)
    alice, carol = await stage.person("Alice", "en"), await stage.person("Carol", "en")
    async with running(stage):
        await leaves(alice, "en")
        await settled(stage)
    async with running(stage):
        pass  # a start catches the ledger up
    assert restore(early, database(stage), NOW, known).erased == 0
    async with running(stage):
        await carol.says("/start")
        await carol.sees("Welcome")
    ((number,),) = ask(database(stage), "SELECT id FROM persons WHERE name = 'Carol'")
    backup(database(stage), late)
    assert [each.person_id for each in ledger.read(known)] == [number]
    assert restore(late, database(stage), datetime.now(UTC), known).erased == 0
    assert ask(database(stage), "SELECT name FROM persons WHERE id = ?", number) == [("Carol",)]


async def test_a_backup_of_an_older_form_is_brought_up_to_date_to_erase_in_it(tmp_path: Path) -> None:
    old, target, known = tmp_path / "old.db", tmp_path / "alliance.db", tmp_path / ledger.NAME
    migrate(old, "0001")
    opened = Database(old)
    try:
        async with opened.writing() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO persons (id, name, language, created_at) VALUES (7, 'Kanarienvogel', 'zh', 1000)"
            )
    finally:
        await opened.close()
    ledger.add(known, [Erasure(7, 1000, 2000)])
    assert restore(old, target, NOW, known).erased == 1
    assert b"Kanarienvogel" not in target.read_bytes()
    assert ask(target, "SELECT name, erased_at FROM persons") == [("", 2000)]
