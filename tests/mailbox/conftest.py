"""A post office for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from post_office import JOIN, Office
from stage import a_new_database

from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World
from storage.database import Database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    path = tmp_path / "alliance.db"
    a_new_database(path)
    made = Database(path)
    yield made
    await made.close()


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    async with running_sandbox(World(mail_address=JOIN), mail=True) as sandbox:
        yield Office(sandbox, database)
