"""Putting a backup back with care: what was queued in it is held, and who was erased since is erased again.

The former database is kept: what is replaced may be all there is of the last day.
"""

import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from storage import ledger
from storage.backup import BackupRefusedError, copied, settle, verify
from storage.database import DatabaseUnusableError, prepare
from storage.erasure import Erasure, repeat
from storage.facts import HOLD
from storage.migrate import kind, migrate, reading, version


class Restored(NamedTuple):
    """What a restore did: where the former database is kept, how many rows are held, how many people were erased again."""

    aside: Path | None
    held: int
    erased: int


def restore(source: Path, target: Path, now: datetime, known: Path) -> Restored:
    """Put the backup ``source`` in place of the database ``target``, with a hold on what is queued in it.

    Whoever was erased according to the ledger ``known``, or to the database that is replaced, is erased before the backup
    gets its name. The caller holds the lock.
    """
    if not source.is_file():
        raise BackupRefusedError(f"There is no file {source}.")
    if target.exists() and source.samefile(target):
        raise BackupRefusedError(f"{source} is the database itself, not a backup.")
    try:
        verify(source)
        if version(source) is None:
            raise BackupRefusedError(f"{source} is empty.")
        gone = {*ledger.read(known), *_erased_in(target)}
    except (DatabaseUnusableError, ledger.LedgerUnreadableError) as error:
        raise BackupRefusedError(f"{error} Nothing was changed.") from error
    part = copied(source, target)
    try:
        erased = _erase_again(part, gone) if gone else 0
        held = _hold(part)
        aside = _keep(target, now) if target.exists() else None
        settle(part, target)
    finally:
        part.unlink(missing_ok=True)
    return Restored(aside, held, erased)


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


def _erased_in(database: Path) -> list[Erasure]:
    """Return the erasures of the database that is replaced, as far as it can be read: it may be damaged, that is why."""
    with suppress(sqlite3.Error), closing(reading(database)) as connection:
        return [Erasure(*row) for row in connection.execute("SELECT person_id, created_at, erased_at FROM erasures")]
    return []


def _erase_again(path: Path, gone: set[Erasure]) -> int:
    """Erase in the copy at ``path``, brought up to date for it, whoever is gone; return how many were in it still."""
    migrate(path)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, hide_parameters=True)
    prepare(engine, begin="BEGIN IMMEDIATE")
    try:
        with engine.begin() as connection:
            count = repeat(connection, sorted(gone))
    except SQLAlchemyError as error:
        raise DatabaseUnusableError(f"Erasures could not be repeated ({kind(error)}): nothing was changed.") from error
    finally:
        engine.dispose()
    with closing(sqlite3.connect(path)) as again:
        again.execute("PRAGMA journal_mode = DELETE")
    return count


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
