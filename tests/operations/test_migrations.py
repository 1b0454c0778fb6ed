"""Migrations: they lead to the schema and back, all or nothing, and never touch what is not theirs to change."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from later_step import Later
from sqlalchemy import create_engine

from storage.database import DatabaseUnusableError
from storage.migrate import EMPTY, known, migrate, version
from storage.schema import metadata


def form_of(path: Path) -> set[tuple[object, ...]]:
    """Return tables and indexes as SQLite understands them; a column that was added later only reads differently."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        ours = [row for row in found if row[1] not in ("alembic_version", "sqlite_sequence")]
        return {(name, *_table(connection, name, sql)) if kind == "table" else (name, sql) for kind, name, sql in ours}


def _table(connection: sqlite3.Connection, name: str, sql: str) -> tuple[object, ...]:
    columns = connection.execute(f"SELECT name, type, [notnull], dflt_value, pk FROM pragma_table_info('{name}')")  # noqa: S608
    references = connection.execute(f"SELECT [from], [table], [to] FROM pragma_foreign_key_list('{name}')")  # noqa: S608
    checks = frozenset(re.findall(r"CONSTRAINT \w+ CHECK \(.*\)", sql))
    return tuple(columns), frozenset(references), checks, "STRICT" in sql, "AUTOINCREMENT" in sql


def test_all_steps_together_make_the_schema(database_file: Path, tmp_path: Path) -> None:
    wanted = tmp_path / "wanted.db"
    engine = create_engine(f"sqlite:///{wanted}")
    metadata.create_all(engine)
    engine.dispose()
    assert form_of(database_file) == form_of(wanted)


def test_up_down_and_up_again(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert migrate(path) == known()
    made = form_of(path)
    assert migrate(path) == []
    assert migrate(path, EMPTY) == known()[::-1]
    assert (version(path), form_of(path)) == (None, set())
    assert migrate(path) == known()
    assert form_of(path) == made


def test_a_step_is_taken_with_the_data_in_place(database_file: Path, a_later_step: Later) -> None:
    a_later_step("UPDATE persons SET name = 'Wang'")
    assert migrate(database_file) == [a_later_step.revision]
    with closing(sqlite3.connect(database_file)) as connection:
        assert connection.execute("SELECT name FROM persons").fetchall() == [("Wang",)]


@pytest.mark.parametrize(
    "last",
    [
        "INSERT INTO nowhere VALUES (1)",  # fails at once
        "INSERT INTO audit (at, actor_id, action, subject) VALUES (0, 404, 'a', 's')",  # refers to nothing
    ],
)
def test_a_step_that_fails_leaves_the_old_form(database_file: Path, a_later_step: Later, last: str) -> None:
    before = form_of(database_file), version(database_file)
    a_later_step(last)
    with pytest.raises(DatabaseUnusableError, match=r"as it was|nothing was changed"):
        migrate(database_file)
    assert (form_of(database_file), version(database_file)) == before
    with closing(sqlite3.connect(database_file)) as connection:
        assert connection.execute("SELECT count(*) FROM persons").fetchone() == (0,)


def test_a_newer_form_is_refused(database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '8888'")
    with pytest.raises(DatabaseUnusableError, match="newer version of this program"):
        migrate(database_file)


def test_what_is_no_database_of_ours_is_refused(tmp_path: Path) -> None:
    other, junk = tmp_path / "other.db", tmp_path / "junk.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE theirs (id)")
    junk.write_bytes(b"no database at all" * 100)
    for path, words in ((other, "not a database of this program"), (junk, "cannot be read as a database")):
        content = path.read_bytes()
        with pytest.raises(DatabaseUnusableError, match=words):
            migrate(path)
        assert path.read_bytes() == content
