"""Backups: whole beside a writer, checked, private; and putting one back holds what was queued and keeps what was there.

What a restore does about people who were erased stands with privacy.
"""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.backup import (
    BackupRefusedError,
    backup,
    nightly_name,
    nightly_stamps,
    rotate,
    verify,
)
from storage.database import DatabaseUnusableError
from storage.ledger import NAME
from storage.restore import Restored, release
from storage.restore import restore as put_back

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)

WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
number = 0
while True:  # pairs in one transaction: a torn copy would hold half of one
    number += 1
    connection.execute("BEGIN IMMEDIATE")
    for half in ("a", "b"):
        connection.execute("INSERT INTO facts (name, value) VALUES (?, ?)", (f"{number}{half}", "x" * 2000))
    connection.execute("COMMIT")
    if number == 50:
        print("writing", flush=True)
"""


def restore(source: Path, target: Path, now: datetime) -> Restored:
    return put_back(source, target, now, target.parent / "backups" / NAME)


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def queue(path: Path, *keys: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for key in keys:
            payload = connection.execute("INSERT INTO payloads (body) VALUES ('{}')").lastrowid
            connection.execute(
                "INSERT INTO outbox (lane, channel, recipient, method, payload_id, dedupe_key, on_doubt, created_at) "
                "VALUES (0, 'telegram', '1', 'sendMessage', ?, ?, 'resend', 0)",
                (payload, key),
            )


def test_a_backup_beside_another_process_that_writes_is_whole(database_file: Path, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(database_file)], stdout=subprocess.PIPE) as writer:
        try:
            assert writer.stdout is not None
            writer.stdout.readline()
            for number in range(5):
                backup(database_file, tmp_path / f"{number}.db")
            assert writer.poll() is None
        finally:
            writer.kill()
    for number in range(5):
        copy = tmp_path / f"{number}.db"
        ((halves,),) = ask(copy, "SELECT count(*) FROM facts")
        assert halves >= 100
        assert halves % 2 == 0
        assert copy.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part")) + list(tmp_path.glob("*-wal"))
    verify(database_file)  # its writer was killed: what it committed is read out of the log


def test_an_existing_file_and_a_missing_folder_are_refused(database_file: Path, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    with pytest.raises(BackupRefusedError, match="exists already"):
        backup(database_file, tmp_path / "precious.txt")
    with pytest.raises(BackupRefusedError, match="exists already"):
        backup(database_file, database_file)
    with pytest.raises(BackupRefusedError, match="does not exist"):
        backup(database_file, tmp_path / "nowhere" / "b.db")
    with pytest.raises(DatabaseUnusableError, match="no database"):
        backup(tmp_path / "none.db", tmp_path / "b.db")
    assert (tmp_path / "precious.txt").read_text() == "mine"


@pytest.mark.parametrize("where", [0.02, 0.5, 0.9])
def test_a_damaged_file_is_found(database_file: Path, tmp_path: Path, where: float) -> None:
    backup(database_file, tmp_path / "b.db")
    content = bytearray((tmp_path / "b.db").read_bytes())
    at = int(len(content) * where) // 4096 * 4096
    content[at : at + 4096] = b"\xa5" * 4096
    (tmp_path / "b.db").write_bytes(content)
    with pytest.raises(DatabaseUnusableError, match="damaged"):
        verify(tmp_path / "b.db")
    before = database_file.read_bytes()
    with pytest.raises(BackupRefusedError, match=r"damaged.*Nothing was changed"):
        restore(tmp_path / "b.db", database_file, NOW)
    assert database_file.read_bytes() == before


def test_a_copy_that_is_damaged_gets_no_name(database_file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO audit (at, actor_id, action, subject) VALUES (0, 404, 'a', 's')")
    with pytest.raises(DatabaseUnusableError, match="damaged"):
        backup(database_file, tmp_path / "b.db")
    assert list(tmp_path.iterdir()) == [database_file.parent]


def test_a_restore_holds_the_queue_and_keeps_the_former_database(database_file: Path, tmp_path: Path) -> None:
    queue(database_file, "one", "two")
    backup(database_file, tmp_path / "b.db")
    queue(database_file, "three")
    aside, held, _ = restore(tmp_path / "b.db", database_file, NOW)
    assert aside == database_file.with_name("alliance.db.before-restore-20260310-040000")
    assert held == 2
    assert ask(database_file, "SELECT dedupe_key FROM outbox") == [("one",), ("two",)]
    assert ask(database_file, "SELECT value FROM facts WHERE name = 'hold_through'") == [("2",)]
    assert ask(aside, "SELECT count(*) FROM outbox") == [(3,)]
    assert database_file.stat().st_mode & 0o777 == 0o600
    assert ask(tmp_path / "b.db", "SELECT count(*) FROM facts") == [(0,)]  # the backup itself stays as it was

    queue(database_file, "four")
    assert release(database_file) == 2
    assert ask(database_file, "SELECT value FROM facts WHERE name = 'hold_through'") == [("0",)]
    assert release(database_file) is None


def test_a_restore_keeps_what_only_the_log_of_the_former_one_holds(database_file: Path, tmp_path: Path) -> None:
    backup(database_file, tmp_path / "b.db")
    with subprocess.Popen([sys.executable, "-c", WRITER, str(database_file)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.kill()
    aside, _, _ = restore(tmp_path / "b.db", database_file, NOW)
    assert aside is not None
    ((kept,),) = ask(aside, "SELECT count(*) FROM facts")
    assert kept >= 100
    assert ask(database_file, "SELECT name FROM facts") == [("hold_through",)]


def test_a_restore_replaces_a_damaged_database(database_file: Path, tmp_path: Path) -> None:
    backup(database_file, tmp_path / "b.db")
    database_file.write_bytes(b"\x00broken" * 1000)
    aside, _, _ = restore(tmp_path / "b.db", database_file, NOW)
    verify(database_file)
    assert aside is not None
    assert aside.read_bytes() == b"\x00broken" * 1000
    with pytest.raises(BackupRefusedError, match="wait a second"):
        restore(tmp_path / "b.db", database_file, NOW)


def test_what_is_no_backup_of_ours_is_refused(database_file: Path, tmp_path: Path) -> None:
    other, empty, newer = tmp_path / "other.db", tmp_path / "empty.db", tmp_path / "newer.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE theirs (id)")
    empty.touch()
    backup(database_file, newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '8888'")
    refused = [
        (other, "not a database of this program"),
        (empty, "is empty"),
        (newer, "newer version"),
        (tmp_path / "none.db", "no file"),
        (database_file, "itself"),
    ]
    before = database_file.read_bytes()
    for source, words in refused:
        with pytest.raises(BackupRefusedError, match=words):
            restore(source, database_file, NOW)
    assert database_file.read_bytes() == before
    assert not list(database_file.parent.glob("*before-restore*"))


def test_seven_nightly_backups_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    nights = [NOW + timedelta(days=day) for day in range(9)]
    others = ["alliance-notes.db", "before-0002-20260301-000000.db", "alliance-20260310.db"]
    for name in [*map(nightly_name, nights), *others]:
        (tmp_path / name).touch()
    rotate(tmp_path, 7)
    assert list(nightly_stamps(tmp_path)) == nights[2:]
    assert all((tmp_path / name).exists() for name in others)
