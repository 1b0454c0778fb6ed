"""A word to the owners: rows in their language while the database takes them, else straight to Telegram."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from stopped_clock import StoppedClock

from bot.owners import Owners
from bot.telegram.gateway import Refused
from bot.telegram.transport import Doubtful, NotSent
from domain.languages import Language
from storage.database import Database


class Line:
    """A gateway that notes what is sent, or fails as it is told."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.failures: dict[int, Exception] = {}

    async def call(self, method: str, params: Mapping[str, Any], **_more: object) -> Any:
        assert method == "sendMessage"
        if failure := self.failures.get(params["chat_id"]):
            raise failure
        self.sent.append((params["chat_id"], params["text"]))


def words(language: Language) -> str:
    return f"words in {language}"


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def owners(database: Database, line: Line, clock: StoppedClock) -> Owners:
    return Owners((5, 6), Language.CHINESE, database, line, clock)


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT recipient, body, dedupe_key FROM outbox JOIN payloads ON payloads.id = payload_id ORDER BY outbox.id"
        return connection.execute(sql).fetchall()


async def test_each_owner_gets_one_row_in_their_language(owners: Owners, database_file: Path, line: Line) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("INSERT INTO persons (id, name, language, created_at) VALUES (1, 'Li', 'en', 0)")
        connection.execute("INSERT INTO channels (person_id, kind, address, created_at) VALUES (1, 'telegram', '6', 0)")
    for _ in range(2):
        assert await owners.tell("alarm:disk:1", words)
    assert rows(database_file) == [
        ("5", '{"text":"words in zh"}', "alarm:disk:1:5"),
        ("6", '{"text":"words in en"}', "alarm:disk:1:6"),
    ]
    assert line.sent == []


@pytest.mark.parametrize("failures", [{}, {5: NotSent("connect")}, {5: Refused(403)}, {6: Doubtful("timeout")}])
async def test_without_a_database_it_goes_straight_to_telegram(
    owners: Owners, database_file: Path, line: Line, failures: dict[int, Exception]
) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        connection.execute("DROP TABLE outbox")
    line.failures = failures
    assert await owners.tell("alarm:database:1", words)
    assert line.sent == [(owner, "words in zh") for owner in (5, 6) if owner not in failures]


async def test_nobody_reached_is_said(owners: Owners, database_file: Path, line: Line) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        connection.execute("DROP TABLE outbox")
    line.failures = {5: Refused(403), 6: NotSent("connect")}
    assert not await owners.tell("alarm:database:1", words)


async def test_without_owners_there_is_nobody_to_tell(database: Database, line: Line, clock: StoppedClock) -> None:
    assert await Owners((), Language.CHINESE, database, line, clock).tell("alarm:disk:1", words)
    assert line.sent == []
