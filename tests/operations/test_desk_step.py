"""The step that gives the desk its tables, with a running office's data in place, and the way back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.migrate import migrate

OFFICE = """
    INSERT INTO persons (id, name, language, created_at) VALUES (1, 'Wang', 'zh', 10), (2, 'Li', 'zh', 11);
    INSERT INTO payloads (id, body) VALUES (1, '{}');
    INSERT INTO outbox (id, lane, channel, recipient, method, payload_id, dedupe_key, on_doubt, created_at, state, message_id)
        VALUES (1, 1, 'telegram', '-100', 'sendMessage', 1, 'k', 'resend', 12, 'sent', 77);
    INSERT INTO enquiries (id, reference, person_id, subject, answers, opened_at, card_row, waiting_since)
        VALUES (1, 'Q-2026-0001', 1, 'join', '{"organisation":"某公司"}', 12, 1, 12);
    INSERT INTO enquiry_messages (id, enquiry_id, direction, author_id, content, source_chat, source_message, written_at)
        VALUES (4, 1, 'in', 1, '{"text":"你好"}', 500, 3, 13), (9, 1, 'out', 2, '{"text":"您好"}', -100, 8, 14);
"""
SAID = "SELECT id, enquiry_id, direction, author_id, content, source_chat, source_message, written_at FROM enquiry_messages"

NOTE = """
    INSERT INTO enquiry_messages (enquiry_id, direction, author_id, content, written_at) VALUES (1, 'note', 2, '{}', 15)
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a database of the first form, with an office at work in it."""
    path = tmp_path / "alliance.db"
    migrate(path, "0001")
    fill(path, OFFICE)
    return path


def fill(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def rows_of(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_what_was_said_and_asked_is_all_there(old: Path) -> None:
    said, enquiries = rows_of(old, SAID), rows_of(old, "SELECT * FROM enquiries")
    assert migrate(old, "0002") == ["0002"]
    assert rows_of(old, SAID) == said
    [enquiry] = rows_of(old, "SELECT * FROM enquiries")
    assert enquiry[: len(enquiries[0])] == enquiries[0]
    assert rows_of(old, "SELECT version, taken_by, brought_up, rating FROM enquiries") == [(0, None, 0, None)]
    assert rows_of(old, "SELECT edited_at, album, kept_back FROM enquiry_messages") == [(None, None, 0)] * 2


def test_a_message_number_is_not_given_twice(old: Path) -> None:
    migrate(old, "0002")
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("DELETE FROM enquiry_messages WHERE id = 9")
        connection.execute(NOTE)
    assert rows_of(old, "SELECT max(id) FROM enquiry_messages") == [(10,)]


def test_the_way_back_keeps_all_but_what_the_old_form_cannot_say(old: Path) -> None:
    said, enquiries = rows_of(old, SAID), rows_of(old, "SELECT * FROM enquiries")
    migrate(old, "0002")
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE enquiries SET taken_by = 2, version = 3, rating = 5, brought_up = 1")
        connection.execute("UPDATE persons SET blocked_at = 20 WHERE id = 1")
        connection.execute(NOTE)
        connection.execute("INSERT INTO staff VALUES (700, 'secretary', 2, 16)")
        connection.execute(
            "INSERT INTO questions (person_id, text, language, outcome, source_chat, source_message, asked_at, enquiry_id) "
            "VALUES (1, '会费?', 'zh', 'none', 500, 4, 17, 1)"
        )
    assert migrate(old, "0001") == ["0002"]
    assert rows_of(old, SAID) == said
    assert rows_of(old, "SELECT * FROM enquiries") == enquiries
    assert migrate(old, "0002") == ["0002"]
    assert rows_of(old, SAID) == said
