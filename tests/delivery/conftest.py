"""A database and a desk for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from delivery_desk import Desk

from storage.database import Database
from storage.schema import metadata


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(tmp_path / "alliance.db")
    async with made.writing() as connection:
        await connection.run_sync(metadata.create_all)
    yield made
    await made.close()


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    made = Desk(database)
    yield made
    if made.task is not None:
        await made.kill()
