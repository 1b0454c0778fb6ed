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
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    path = tmp_path / "alliance.db"
    a_new_database(path)
    database = Database(path)
    async with running_sandbox(World(mail_address=JOIN), mail=True) as sandbox:
        yield Office(sandbox, database)
    await database.close()
