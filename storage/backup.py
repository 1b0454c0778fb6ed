"""Copies of the database: made beside a running bot, checked before they get their name, and put back with care.

A copy is made through SQLite's own online backup, in one step: in slices it would start over whenever somebody writes. Copying
the file would miss what still stands in the write-ahead log.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from storage.database import DatabaseUnusableError
from storage.facts import HOLD
from storage.migrate import kind, reading, version


class BackupRefusedError(Exception):
    """What was given is not used, and the message says why, for people."""


def backup(source: Path, target: Path) -> None:
    """Copy the database at ``source`` to the new file ``target``; while it lasts, others may write.

    ``target`` exists either whole and checked or not at all. Raises `BackupRefusedError` or `DatabaseUnusableError`.
    """
    if target.exists():
        raise BackupRefusedError(f"{target} exists already: name a new file.")
    if not target.parent.is_dir():
        raise BackupRefusedError(f"The folder {target.parent} does not exist.")
    if not source.exists():
        raise DatabaseUnusableError(f"There is no database at {source}.")
    part = _copy(source, target)
    try:
        _settle(part, target)
    finally:
        part.unlink(missing_ok=True)


def verify(path: Path) -> None:
    """Read the whole database at ``path``; raise `DatabaseUnusableError` if anything in it is damaged."""
    try:
        with closing(reading(path)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise DatabaseUnusableError(f"{path} is damaged or no database ({kind(error)}).") from error
    if found != "ok" or dangling is not None:
        raise DatabaseUnusableError(f"{path} is damaged: restore a backup.")


def restore(source: Path, target: Path, now: datetime) -> tuple[Path | None, int]:
    """Put the backup ``source`` in place of the database ``target``, with a hold on what is queued in it.

    The caller holds the lock. Return where the former database is kept, and how many queued rows are held.
    """
    if not source.is_file():
        raise BackupRefusedError(f"There is no file {source}.")
    if target.exists() and source.samefile(target):
        raise BackupRefusedError(f"{source} is the database itself, not a backup.")
    try:
        verify(source)
        if version(source) is None:
            raise BackupRefusedError(f"{source} is empty.")
    except DatabaseUnusableError as error:
        raise BackupRefusedError(f"{error} Nothing was changed.") from error
    part = _copy(source, target)
    try:
        held = _hold(part)
        aside = _keep(target, now) if target.exists() else None
        _settle(part, target)
    finally:
        part.unlink(missing_ok=True)
    return aside, held


def release(path: Path) -> int | None:
    """End the hold and return how many rows it held; None if there was no hold."""
    if not path.exists():
        raise DatabaseUnusableError(f"There is no database at {path}.")
    version(path)
    try:
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
            # Beside a running bot this is a second writer for an instant; it leaves the write-ahead log to the first.
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (HOLD,)).fetchone()
            through = int(row[0]) if row else 0
            count = _queued(connection, through)
            connection.execute("UPDATE facts SET value = '0' WHERE name = ?", (HOLD,))
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise DatabaseUnusableError(f"The hold could not be ended ({kind(error)}): try again.") from error
    return count if through else None


def _copy(source: Path, target: Path) -> Path:
    """Copy ``source`` to a file beside ``target``, as one file without a write-ahead log, for this user alone."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(reading(source)) as origin, closing(sqlite3.connect(part)) as copy:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        part.unlink()
        raise DatabaseUnusableError(f"{source} could not be copied ({kind(error)}).") from error
    return part


def _settle(part: Path, target: Path) -> None:
    """Check ``part``, and give it its name once it is on the disk."""
    verify(part)
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hold(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection, connection:
        through = connection.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchone()[0]
        connection.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (HOLD, str(through)))
        return _queued(connection, through)


def _queued(connection: sqlite3.Connection, through: int) -> int:
    found = connection.execute("SELECT count(*) FROM outbox WHERE state = 'pending' AND id <= ?", (through,))
    return int(found.fetchone()[0])


def _keep(database: Path, now: datetime) -> Path:
    """Keep ``database`` under another name, with its write-ahead log: what is replaced may be all there is of the last day."""
    aside = database.with_name(f"{database.name}.before-restore-{now.astimezone(UTC):%Y%m%d-%H%M%S}")
    if aside.exists():
        raise BackupRefusedError(f"{aside} exists already: wait a second, then try again.")
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:  # it may be damaged: that is why
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log = Path(f"{database}-wal")
    if log.exists():
        log.rename(f"{aside}-wal")
    Path(f"{database}-shm").unlink(missing_ok=True)
    try:
        aside.hardlink_to(database)  # so that the name is never without a database, whenever the machine stops
    except OSError:
        shutil.copy2(database, aside)
    return aside


def nightly_name(now: datetime) -> str:
    """Return the name of a nightly backup made at ``now``; names sort by time."""
    return f"alliance-{now.astimezone(UTC):%Y%m%d-%H%M%S}.db"


def nightly_stamps(folder: Path) -> dict[datetime, Path]:
    """Return the nightly backups in ``folder`` by the instant each was made, oldest first."""
    stamps = {}
    for path in sorted(folder.glob("alliance-*.db")):
        with suppress(ValueError):
            stamps[datetime.strptime(path.name, "alliance-%Y%m%d-%H%M%S.db").replace(tzinfo=UTC)] = path
    return stamps


def rotate(folder: Path, keep: int) -> None:
    """Delete all nightly backups in ``folder`` but the newest ``keep``; other files are not touched."""
    for path in list(nightly_stamps(folder).values())[:-keep]:
        path.unlink()
