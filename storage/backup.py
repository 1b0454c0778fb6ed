"""Copies of the database: made beside a running bot, and checked before they get their name.

A copy is made through SQLite's own online backup, in one step: in slices it would start over whenever somebody writes. Copying
the file would miss what still stands in the write-ahead log.
"""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from storage.database import DatabaseUnusableError
from storage.files import sync
from storage.migrate import kind, reading

KEPT = 7
"""How many nightly backups are kept."""


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
    part = copied(source, target)
    try:
        settle(part, target)
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


def copied(source: Path, target: Path) -> Path:
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


def settle(part: Path, target: Path) -> None:
    """Check ``part``, and give it its name once it is on the disk."""
    verify(part)
    sync(part)
    part.replace(target)
    sync(target.parent)


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
