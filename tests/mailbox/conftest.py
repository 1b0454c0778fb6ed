"""A post office for each test."""

from collections.abc import AsyncIterator

import pytest
from post_office import JOIN, Office

from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World
from storage.database import Database


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    async with running_sandbox(World(mail_address=JOIN), mail=True) as sandbox:
        yield Office(sandbox, database)
