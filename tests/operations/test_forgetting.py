"""Forgetting: what is finished and old is blanked in slices, what is young or still needed is not."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database
from storage.forgetting import blank_event, forget, forget_enquiries
from storage.unit import Unit

OLD, CUT, YOUNG = 100, 1000, 2000


class Table:
    """The database as the tests fill and read it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, sql: str, *rows: tuple[object, ...]) -> None:
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.executemany(sql, rows)

    def read(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def table(database_file: Path) -> Table:
    return Table(database_file)


INBOX = (
    "INSERT INTO inbox (id, source, key, payload, received_at, state, done_at) VALUES (?, 'telegram:1', ?, 'words', 0, ?, ?)"
)
PAYLOAD = "INSERT INTO payloads (id, body) VALUES (?, 'words')"
OUTBOX = (
    "INSERT INTO outbox (lane, channel, recipient, method, payload_id, dedupe_key, on_doubt, created_at, state, ended_at) "
    "VALUES (0, 'telegram', '1', 'sendMessage', ?, ?, 'hold', 50, ?, ?)"
)


async def test_events_are_blanked_when_they_are_done_and_old(database: Database, table: Table) -> None:
    events = [("done", OLD), ("done", YOUNG), ("poisoned", OLD), ("waiting", None), ("done", CUT)]
    table.write(INBOX, *((number, str(number), state, at) for number, (state, at) in enumerate(events, 1)))
    assert await forget(database, before=CUT) == 2
    assert table.read("SELECT id FROM inbox WHERE payload = '' ORDER BY id") == [(1,), (3,)]
    assert await forget(database, before=CUT) == 0


async def test_a_payload_is_blanked_when_nobody_needs_it(database: Database, table: Table) -> None:
    table.write(PAYLOAD, *((number,) for number in range(1, 9)))
    rows = [
        (1, "sent", OLD),
        (1, "failed", OLD),  # 1: all ended long ago
        (2, "sent", OLD),
        (2, "pending", None),  # 2: one still waits
        (3, "sent", OLD),
        (3, "sending", None),
        (4, "sent", OLD),
        (4, "sent", YOUNG),  # 4: one ended lately
        (5, "uncertain", OLD),
        (6, "cancelled", None),  # 6: cancelled without ever having ended
        (7, "uncertain", YOUNG),
    ]  # 8: no row at all yet
    table.write(OUTBOX, *((payload, str(number), state, at) for number, (payload, state, at) in enumerate(rows)))
    assert await forget(database, before=CUT) == 3
    assert table.read("SELECT id FROM payloads WHERE body = '' ORDER BY id") == [(1,), (5,), (6,)]
    assert table.read("SELECT count(*) FROM outbox") == [(len(rows),)]


async def test_taps_are_dropped_and_slices_reach_everything(database: Database, table: Table) -> None:
    table.write("INSERT INTO persons (id, name, language, created_at) VALUES (?, 'Li', 'zh', 0)", (1,))
    taps = "INSERT INTO taps (person_id, button, toast, pressed_at) VALUES (1, ?, '', ?)"
    table.write(taps, *((f"b{number}", OLD if number < 25 else YOUNG) for number in range(30)))
    table.write(INBOX, *((number, str(number), "done", OLD) for number in range(1, 31)))
    assert await forget(database, before=CUT, slice_=10) == 55
    assert table.read("SELECT count(*) FROM taps") == [(5,)]
    assert table.read("SELECT count(*) FROM inbox WHERE payload != ''") == [(0,)]


async def test_what_was_said_is_blanked_long_after_the_enquiry_was_closed(database: Database, table: Table) -> None:
    table.write("INSERT INTO persons (id, name, language, created_at) VALUES (?, 'Li', 'zh', 0)", (1,))
    enquiries = "INSERT INTO enquiries (id, reference, person_id, subject, answers, opened_at, state, closed_at) "
    ends = [("closed", OLD), ("closed", YOUNG), ("open", None), ("closed", CUT)]
    table.write(
        enquiries + "VALUES (?, ?, 1, 'other', 'words', 0, ?, ?)",
        *((number, f"Q-{number}", state, at) for number, (state, at) in enumerate(ends, 1)),
    )
    columns = "(enquiry_id, direction, author_id, content, written_at)"
    said = f"INSERT INTO enquiry_messages {columns} VALUES (?, 'in', 1, 'words', 0)"  # noqa: S608
    table.write(said, *((number,) for number in (1, 1, 2, 3, 4)))
    asked = (
        "INSERT INTO questions (person_id, text, language, outcome, source_chat, source_message, asked_at) "
        "VALUES (1, 'words', 'zh', 'none', 1, ?, ?)"
    )
    table.write(asked, (1, OLD), (2, YOUNG))
    assert await forget_enquiries(database, before=CUT, slice_=1) == 4
    assert table.read("SELECT id FROM enquiries WHERE answers = '{}'") == [(1,)]
    assert table.read("SELECT enquiry_id FROM enquiry_messages WHERE content = '{}'") == [(1,), (1,)]
    assert table.read("SELECT source_message FROM questions WHERE text = ''") == [(1,)]
    assert await forget_enquiries(database, before=CUT) == 0


async def test_one_event_is_blanked_at_once_or_not_at_all(database: Database, table: Table) -> None:
    table.write(INBOX, (1, "1", "waiting", None), (2, "2", "waiting", None))
    async with database.writing() as connection:
        for event, ends_well in ((1, True), (2, False)):
            unit = Unit(connection, now=CUT)
            await blank_event(unit, event)
            await (unit.keep() if ends_well else unit.undo())
    assert table.read("SELECT id, payload FROM inbox") == [(1, ""), (2, "words")]


async def test_what_is_blanked_is_gone_from_the_file(database: Database, database_file: Path, table: Table) -> None:
    table.write(
        "INSERT INTO inbox (source, key, payload, received_at, state, done_at) VALUES ('telegram:1', '1', ?, 0, 'done', ?)",
        ("canary-canary", OLD),
    )
    await forget(database, before=CUT)
    await database.close()
    assert b"canary" not in database_file.read_bytes()  # noqa: ASYNC240
