"""SQLite under SQLAlchemy's asyncio side, without a visit to another thread for every step of every statement.

The stock adapter sends each cursor, statement, fetch and close to the connection's thread and waits for it: four round trips,
each of which costs far more than what SQLite does meanwhile. Here a statement is one step, and where it runs depends on
whether it can wait. On the writing connection only beginnings and endings of transactions wait, for the lock and for the
disk; what is between them is short by design and runs in place. A reader's query may be long and runs in its thread; its
transactions lock and write nothing, so they begin and end in place.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import EMPTY_DICT


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """What an engine is given as its ``module``: for the connection that writes, or for those that read."""

    def __init__(self, *, read_only: bool) -> None:
        super().__init__(aiosqlite, sqlite3)
        self._connections = _Reader if read_only else _Writer

    def connect(self, *arguments: Any, **options: Any) -> AsyncAdapt_aiosqlite_connection:
        """Open a connection whose statements may come from any thread; one uses it at a time."""
        opened = super().connect(*arguments, **options | {"check_same_thread": False})
        return self._connections(self, opened.driver_connection)


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """SQLite's own cursor; each statement is one step, with its rows. A query visits the connection's thread."""

    __slots__ = ()
    _awaitable_cursor_close = False
    _cursor: Any

    def __init__(self, adapted: AsyncAdapt_dbapi_connection) -> None:
        self._adapt_connection = adapted
        self._connection = adapted.driver_connection
        self._cursor = self._connection._conn.cursor()
        self._rows = deque()
        self._soft_closed_memoized = EMPTY_DICT

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        rows = await self._step(operation, partial(self._execute, operation, parameters or ()))
        self._rows = deque(rows)

    async def _executemany_async(self, operation: Any, parameters: Any) -> None:
        await self._step(operation, partial(self._cursor.executemany, operation, parameters))

    async def _step(self, operation: str, step: Callable[[], Any]) -> Any:
        return await self._connection._execute(step) if self._may_wait(operation) else step()

    def _may_wait(self, operation: str) -> bool:
        return not operation.startswith(("BEGIN", "PRAGMA"))

    def _execute(self, operation: str, parameters: Any) -> Any:
        self._cursor.execute(operation, parameters)
        return self._cursor.fetchall() if self._cursor.description else ()


class _WritersCursor(_Cursor):
    """The same, but only the beginning of a transaction, which may have to wait for its turn, visits the thread."""

    __slots__ = ()

    def _may_wait(self, operation: str) -> bool:
        return operation.startswith("BEGIN")


class _Writer(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls: Any = _WritersCursor


class _Reader(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls: Any = _Cursor
    _connection: Any

    def commit(self) -> None:
        """End the transaction."""
        self._connection._conn.commit()

    def rollback(self) -> None:
        """End what is open: the pool asks for it after every use. After a query that was given up, that waits in the thread."""
        if self._connection._connection and self._connection._conn.in_transaction:
            super().rollback()
