"""A database and a desk for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from delivery_desk import Desk
from sqlalchemy import create_engine

from storage.database import Database
from storage.schema import metadata


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and no row, made once: copying is quicker than creating."""
    path = tmp_path_factory.mktemp("delivery") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
async def database(tmp_path: Path, empty_file: Path) -> AsyncIterator[Database]:
    made = Database(Path(shutil.copy(empty_file, tmp_path / "alliance.db")))
    yield made
    await made.close()


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    made = Desk(database)
    yield made
    if made.task is not None:
        await made.kill()
