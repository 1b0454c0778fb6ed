"""What the database and the server's own log say: the two witnesses that are believed.

After a kill the files are copied before they are opened, so that it is the bot, and not this reader, that recovers them.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import orjson

from bot.sandbox.calls import KEPT_CALLS, Call
from bot.sandbox.world import World
from domain.pacing import Kind, kind_of

Key = tuple[str, str, str]
Attempt = tuple[int, int]
MAKES_A_MESSAGE = (Kind.SEND, Kind.TOPIC)
TELLING = ("text", "name", "message_id", "caption", "reply_markup")
"""The parameters that tell one message from another."""

OPEN = """SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting'),
                 (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))"""


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that only reads, also beside a running bot."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        yield connection


def left_in_flight(database: Path, where: str = "TRUE") -> set[Attempt]:
    """Return the rows a bot that is gone left in the middle of a call, each with the number of its attempt."""
    if not database.exists():
        return set()
    copy = database.parent.with_name("left.db")  # not where the disk may be full
    for suffix in ("", "-wal"):
        source = Path(f"{database}{suffix}")
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, f"{copy}{suffix}")
    with closing(sqlite3.connect(copy)) as connection:
        made = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'outbox'").fetchone()[0]
        query = f"SELECT id, attempt FROM outbox WHERE state = 'sending' AND {where}"  # noqa: S608 - our words
        return set(connection.execute(query)) if made else set()


def counted(database: Path, table: str, where: str = "TRUE") -> Counter[str]:
    """Return how many rows of ``inbox`` or ``outbox`` are in each state."""
    with opened(database) as connection:
        found = connection.execute(f"SELECT state, count(*) FROM {table} WHERE {where} GROUP BY state")  # noqa: S608 - our words
        return Counter(dict(found))


def is_quiet(database: Path, world: World) -> bool:
    """Say whether nothing waits any more, at Telegram, in the inbox or in the outbox."""
    if world.updates.pending:
        return False
    with opened(database) as connection:  # one statement, one snapshot: an event moves from the inbox to the outbox in a commit
        return connection.execute(OPEN).fetchone() == (0, 0)


def stored(database: Path) -> tuple[int, int]:
    """Return how many updates are in the inbox, and how many of them are messages that a person wrote."""
    with opened(database) as connection:
        found = connection.execute("SELECT payload FROM inbox WHERE source LIKE 'telegram:%'").fetchall()
    messages = [orjson.loads(payload).get("message") for (payload,) in found if payload]  # the bot's own are blanked at once
    return len(found), sum(message is not None and not message["from"]["is_bot"] for message in messages)


def enquiries(database: Path) -> dict[int, dict[str, dict[str, Any]]]:
    """Return the answers of every enquiry, by Telegram id and reference."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    query = """SELECT address, reference, answers FROM enquiries
               JOIN channels ON channels.person_id = enquiries.person_id AND kind = 'telegram'"""
    with opened(database) as connection:
        for address, reference, answers in connection.execute(query):
            found.setdefault(int(address), {})[reference] = orjson.loads(answers)
    return found


def doubled_and_missing(database: Path, world: World) -> tuple[int, int]:
    """Return how many messages the server has beyond one a row, and how many rows are ``sent`` without a message there.

    Letters go to another server. What never had a row is neither: when the database fails, the owners hear of it directly.
    """
    assert world.calls.last < KEPT_CALLS, "the server's log no longer reaches back to the beginning"
    made = Counter(_key(call.method, call.chat(), call.parameters) for call in world.calls.calls if made_a_message(call))
    rows: Counter[Key] = Counter()
    sent: Counter[Key] = Counter()
    query = """SELECT method, recipient, state, body FROM outbox JOIN payloads ON payloads.id = payload_id
               WHERE channel = 'telegram'"""
    with opened(database) as connection:
        for method, recipient, state, body in connection.execute(query):
            if kind_of(method) in MAKES_A_MESSAGE:
                key = _key(method, recipient, orjson.loads(body))
                rows[key] += 1
                sent[key] += state == "sent"
    doubled = sum(number - rows[key] for key, number in made.items() if 0 < rows[key] < number)
    return doubled, (sent - made).total()


def made_a_message(call: Call, *, acted: bool | None = True) -> bool:
    """Say whether a call put a message into a chat; with ``acted=None``, whether it meant to."""
    return acted in (None, call.acted) and kind_of(call.method) in MAKES_A_MESSAGE


def _key(method: str, chat: Any, parameters: dict[str, Any]) -> Key:
    telling = {name: parameters[name] for name in TELLING if name in parameters}
    return method, str(chat), orjson.dumps(telling, option=orjson.OPT_SORT_KEYS).decode()
