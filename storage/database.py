"""The database: one writing connection, a few that only read, and the settings that make a commit a promise.

``synchronous=FULL`` is what makes "saved" true after a power cut; ``BEGIN IMMEDIATE`` is what makes a waiting writer wait
instead of failing. Every pragma is read back, because SQLite ignores what it does not know.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.driver import Driver

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "temp_store": 2,  # MEMORY
    "journal_size_limit": 67_108_864,
}

READERS = 4

_THE_STATEMENTS_OWN = {
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
}
"""What a wrong statement brings about; it is undone with its event, and nothing else is the matter."""


class DatabaseUnusableError(Exception):
    """The file cannot be used as this database; the message says why, for people."""


def is_failing(error: DBAPIError) -> bool:
    """Whether the database itself failed, and not what it was asked to do."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF not in _THE_STATEMENTS_OWN


class Database:
    """The open database of a running process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = _engine(path, size=1, begin="BEGIN IMMEDIATE")
        self._readers = _engine(path, size=READERS, begin="BEGIN", read_only=True)
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Yield the one writing connection inside a transaction; leaving without an error commits.

        Writers take turns in order of asking. A cancelled commit is waited for: half a promise is none.
        """
        async with self._turn, _connected(self._writer) as connection:
            await connection.begin()
            try:
                yield connection
            except BaseException:
                await _to_the_end(connection.rollback())
                raise
            await _to_the_end(connection.commit())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection that cannot write, on one snapshot of the data."""
        async with _connected(self._readers) as connection, connection.begin():
            yield connection

    async def checkpoint(self) -> bool:
        """Bring the write-ahead log into the file and empty it: what was blanked is then gone from disk.

        Return whether that succeeded; a reader that takes its time keeps the log.
        """
        async with self._turn, _connected(self._writer) as connection:
            raw = await connection.get_raw_connection()
            if raw.driver_connection is None:
                return False
            async with raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") as answer:
                busy, *_ = await answer.fetchone()
            return not busy

    async def close(self) -> None:
        """Close every connection; the last one checkpoints the write-ahead log."""
        await self._readers.dispose()
        await self._writer.dispose()


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Yield a connection of ``engine``; the driver would leave one behind that is cancelled while it is being opened."""
    opening = asyncio.ensure_future(_opened(engine))
    try:
        connection = await asyncio.shield(opening)
    except asyncio.CancelledError:
        await (await opening).close()
        raise
    try:
        yield connection
    finally:
        await _to_the_end(connection.close())


async def _opened(engine: AsyncEngine) -> AsyncConnection:
    return await engine.connect()


async def _to_the_end(ending: Coroutine[Any, Any, None]) -> None:
    """Wait for a commit or rollback even when cancelled meanwhile: the connection must not be let go in the middle of it."""
    task = asyncio.ensure_future(ending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _engine(path: Path, *, size: int, begin: str, read_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        module=Driver(read_only=read_only),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # an error text must not carry what a person typed
    )
    prepare(engine.sync_engine, begin=begin, read_only=read_only)
    return engine


def prepare(engine: Engine, *, begin: str, read_only: bool = False) -> None:
    """Give every connection of ``engine`` our pragmas and let its transactions start with ``begin``."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy says when a transaction begins, not the driver
        cursor = connection.cursor()
        for name, wanted in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name} = {wanted}")
            cursor.execute(f"PRAGMA {name}")
            found = cursor.fetchone()[0]
            if found != wanted:
                message = f"SQLite {sqlite3.sqlite_version} did not take {name}={wanted} (it says {found})"
                raise DatabaseUnusableError(message)
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
