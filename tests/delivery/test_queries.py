"""The queries of the worker stay on their indexes, however long the history behind them grows."""

import pytest
from sqlalchemy import event

from domain.outbox import Lane
from domain.people import ChannelKind
from storage import delivery, moves, outbox
from storage.database import Database

ASKED = {
    "pending": lambda connection: delivery.pending(connection, ChannelKind.MAIL, dict.fromkeys(Lane, 0), 500, 0),
    "pending_of": lambda connection: delivery.pending_of(connection, ChannelKind.TELEGRAM, ("5", Lane.BULK), 0, 50, now=0),
    "adopt": lambda connection: delivery.adopt(connection, ChannelKind.MAIL, 1),
    "claim": lambda connection: delivery.claim(connection, [1, 2], 1),
    "standing": lambda connection: delivery.standing(connection, [1, 2]),
    "ended_since": lambda connection: delivery.ended_since(connection, ChannelKind.MAIL, 5),
    "letter_called": lambda connection: outbox.letter_called(connection, "<outbox.7.0123456789abcdef@alliance.example>"),
    "move": lambda connection: moves.move(connection, "-1", "-2"),
}


@pytest.mark.parametrize("name", ASKED)
async def test_no_query_reads_the_whole_outbox(database: Database, name: str):
    plans: list[str] = []
    async with database.writing() as connection:
        engine = connection.sync_connection

        @event.listens_for(engine, "before_cursor_execute")
        def explain(_connection, cursor, statement, parameters, _context, many) -> None:
            if not many and "outbox" in statement:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans.extend(row[3] for row in cursor.fetchall())

        await ASKED[name](connection)
    assert plans
    for line in plans:
        if "outbox" in line:
            assert "INDEX ix_outbox" in line or "PRIMARY KEY (rowid=?)" in line, line
