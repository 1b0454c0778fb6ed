"""Bring the database to the form this program knows, at every start and by command.

A step and its version number are one transaction. A database written by a newer program is refused: guessing what it means
would lose what the newer one knew.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from storage.database import DatabaseUnusableError, prepare

LATEST = "head"
EMPTY = "base"
TABLE = "alembic_version"
STEPS = Path(__file__).parent / "migrations"


def migrate(path: Path, to: str = LATEST) -> list[str]:
    """Bring the file at ``path`` to the form ``to`` and return the steps taken; a missing file is created.

    Raises `DatabaseUnusableError` with a sentence for people.
    """
    before = version(path) if path.exists() else None
    steps = [EMPTY, *known()]
    first, last = steps.index(before or EMPTY), steps.index(steps[-1] if to == LATEST else to)
    if first == last:
        return []
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, hide_parameters=True)
    prepare(engine, begin="BEGIN IMMEDIATE")
    try:
        _run(engine, steps[last], upwards=first < last)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise DatabaseUnusableError(f"{path} could not be migrated ({kind(error)}): it is as it was before.") from error
    finally:
        engine.dispose()
    return steps[first + 1 : last + 1] or steps[last + 1 : first + 1][::-1]


def version(path: Path) -> str | None:
    """Return the version of the file's form, None for an empty database.

    Raises `DatabaseUnusableError` for what is no database, not ours, or from a newer program.
    """
    try:
        with closing(reading(path)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            row = connection.execute(f"SELECT version_num FROM {TABLE}").fetchone() if TABLE in tables else None  # noqa: S608
    except sqlite3.Error as error:
        raise DatabaseUnusableError(f"{path} cannot be read as a database ({kind(error)}).") from error
    if row is None and tables - {TABLE, "sqlite_sequence"}:
        raise DatabaseUnusableError(f"{path} is not a database of this program.")
    if row is not None and row[0] not in known():
        message = (
            f"{path} was written by a newer version of this program (form {row[0]}, this one knows {latest()}): "
            "upgrade the program, or restore a backup made before the upgrade."
        )
        raise DatabaseUnusableError(message)
    return None if row is None else str(row[0])


def reading(path: Path) -> sqlite3.Connection:
    """Open the file at ``path`` for reading only; the caller closes it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5, isolation_level=None)


def latest() -> str:
    """Return the version this program writes."""
    return known()[-1]


def known() -> list[str]:
    """Return every version this program knows, oldest first."""
    return [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run(engine: Engine, to: str, *, upwards: bool) -> None:
    config = _config()
    with engine.connect() as connection:
        # A step that rebuilds a table drops the one others refer to. Only outside a transaction can the check be put off
        # until the step's end, where `migrations/env.py` makes up for it.
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        config.attributes["connection"] = connection
        (command.upgrade if upwards else command.downgrade)(config, to)


def kind(error: Exception) -> str:
    """Return SQLite's name for what went wrong; its words may quote what somebody wrote."""
    original = getattr(error, "orig", None) or error
    return str(getattr(original, "sqlite_errorname", type(original).__name__))
