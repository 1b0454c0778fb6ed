"""What the driver promises: a statement costs no visit to a thread, and whatever may wait holds nobody up."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.database import Database

LONG = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT count(*) FROM n")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(tmp_path / "some.db")
    async with made.writing() as connection:
        await connection.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"))
    yield made
    await made.close()


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM things"))).scalar_one())


async def ticks_during(work: "asyncio.Future[object]") -> int:
    """Return how often the loop came round while ``work`` was under way."""
    ticks = 0
    while not work.done():
        await asyncio.sleep(0.001)
        ticks += 1
    await work
    return ticks


async def test_a_writing_statement_lets_nobody_else_run(database: Database) -> None:
    ran = False

    async def other() -> None:
        nonlocal ran
        ran = True

    async with database.writing() as connection:
        task = asyncio.ensure_future(other())
        for number in range(3):
            await connection.execute(text("INSERT INTO things (name) VALUES (:name)"), {"name": str(number)})
        assert (await connection.execute(text("SELECT name FROM things ORDER BY id"))).scalars().all() == ["0", "1", "2"]
        assert not ran
    await task
    assert await count(database) == 3


async def test_many_rows_at_once_and_rows_that_come_back(database: Database) -> None:
    async with database.writing() as connection:
        many = await connection.execute(
            text("INSERT INTO things (name) VALUES (:name)"), [{"name": name} for name in ("a", "b")]
        )
        assert many.rowcount == 2
        changed = await connection.execute(text("UPDATE things SET name = name || '!' RETURNING name"))
        assert sorted(changed.scalars()) == ["a!", "b!"]


async def test_a_refused_statement_leaves_the_transaction_usable(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO things (name) VALUES ('a')"))
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO things (name) VALUES ('a')"))
        await connection.execute(text("INSERT INTO things (name) VALUES ('b')"))
    assert await count(database) == 2


async def test_a_full_disk_is_an_error_of_the_database(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1"))
    with pytest.raises(OperationalError):
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO things (name) VALUES (hex(randomblob(100000)))"))
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO things (name) VALUES ('small')"))
    assert await count(database) == 1


async def test_waiting_for_the_write_lock_holds_up_nobody(database: Database) -> None:
    async def write() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO things (name) VALUES ('late')"))

    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        work = asyncio.ensure_future(write())
        await asyncio.sleep(0.05)
        assert not work.done()
        other.execute("ROLLBACK")
        await work
    assert await count(database) == 1


async def test_a_long_query_holds_up_nobody(database: Database) -> None:
    async def read() -> None:
        async with database.reading() as connection:
            await connection.execute(LONG)

    assert await ticks_during(asyncio.ensure_future(read())) > 5


async def test_a_commit_can_be_cancelled_without_harm(database: Database) -> None:
    for number in range(50):

        async def write(name: str) -> None:
            async with database.writing() as connection:
                await connection.execute(text("INSERT INTO things (name) VALUES (:name)"), {"name": name})

        work = asyncio.ensure_future(write(str(number)))
        await asyncio.sleep(0.0001 * number)
        work.cancel()
        await asyncio.wait({work})
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO things (name) VALUES ('after')"))
    assert await count(database) >= 1
