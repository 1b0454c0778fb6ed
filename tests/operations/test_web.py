"""The HTTP surface: what monitors see, what Telegram is answered, and what nobody outside may reach."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from stopped_clock import StoppedClock

from bot.errors import CannotStart
from bot.setting_types import Listen
from bot.vitals import Vitals
from bot.web import LARGEST_UPDATE, SECRET_HEADER, application, serving, webhook
from storage.backup import nightly_name
from storage.database import Database

SECRET = "s" * 32
LOCAL = Listen("127.0.0.1", 0)
ROW = (
    "INSERT INTO outbox (lane, channel, recipient, method, payload_id, on_doubt, dedupe_key, created_at, state, ended_at, "
    "not_before) VALUES (0, 'telegram', '1', 'sendMessage', 1, 'hold', ?, ?, ?, ?, ?)"
)


class Intake:
    """Takes updates like the receiver; with ``broken`` it fails like a full disk."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.broken = False

    async def receive(self, updates: Sequence[dict[str, Any]]) -> None:
        if self.broken:
            raise OSError("no space left")
        self.taken += updates


class Polls:
    def __init__(self) -> None:
        self.last: float | None = None


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
def polls(clock: StoppedClock) -> Polls:
    return Polls()


@pytest.fixture
def vitals(database: Database, tmp_path: Path, clock: StoppedClock, polls: Polls) -> Vitals:
    return Vitals(database, tmp_path / "backups", clock, lambda: polls.last)


@pytest.fixture
def app(vitals: Vitals, intake: Intake) -> Starlette:
    return application(vitals, webhook("/telegram", SECRET, intake.receive))


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1") as made:
        yield made


def fill(path: Path, *rows: tuple[object, ...]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO payloads (id, body) VALUES (1, 'words of a person')")
        connection.executemany(ROW, rows)


def backed_up(folder: Path, clock: StoppedClock, age: timedelta) -> None:
    (folder / "backups").mkdir()
    (folder / "backups" / nightly_name(datetime.fromtimestamp(clock.now() / 1000, UTC) - age)).touch()


async def post(client: AsyncClient, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret.encode()}
    return (await client.post("/telegram", content=body, headers=headers)).status_code


async def test_an_update_is_taken_in_before_it_is_acknowledged(client: AsyncClient, intake: Intake) -> None:
    assert await post(client, b'{"update_id": 7, "message": {}}') == 200
    assert intake.taken == [{"update_id": 7, "message": {}}]
    intake.broken = True
    assert await post(client, b'{"update_id": 8}') == 503


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "s", "ſ" * 32])
async def test_without_the_secret_nothing_is_taken(client: AsyncClient, intake: Intake, secret: str | None) -> None:
    assert await post(client, b'{"update_id": 7}', secret) == 403
    assert intake.taken == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[1]",
        b"7",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": null}',
        b"[" * 100_000,
        b'{"update_id": 7',
        b'\xff{"update_id": 7}',
    ],
)
async def test_what_is_no_update_is_refused(client: AsyncClient, intake: Intake, body: bytes) -> None:
    assert await post(client, body) == 400
    assert intake.taken == []


async def test_a_body_is_read_up_to_the_limit_only(client: AsyncClient, intake: Intake) -> None:
    fits = b'{"update_id": 7, "text": "' + b"x" * (LARGEST_UPDATE - 28) + b'"}'
    assert len(fits) == LARGEST_UPDATE
    assert await post(client, fits) == 200
    assert await post(client, fits + b" ") == 413
    assert len(intake.taken) == 1


async def test_the_secret_is_asked_for_before_the_body(app: Starlette) -> None:
    """The head alone, with a body announced that never comes, is answered."""
    async with serving(app, LOCAL) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 403")
        writer.close()
        await writer.wait_closed()


async def test_only_posts_reach_the_webhook(client: AsyncClient) -> None:
    answer = await client.get("/telegram", headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 405


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
async def test_nothing_of_this_machine_answers_through_a_proxy(client: AsyncClient, path: str, header: str) -> None:
    answer = await client.get(path, headers={header: "203.0.113.7"})
    assert answer.status_code == 404
    assert answer.text == ""


async def test_health_says_that_the_loop_turns(client: AsyncClient) -> None:
    answer = await client.get("/health")
    assert (answer.status_code, answer.text) == (200, "alive\n")


async def ready(client: AsyncClient) -> tuple[int, dict[str, bool]]:
    answer = await client.get("/ready")
    body = answer.json()
    assert body["ready"] is (answer.status_code == 200)
    return answer.status_code, {name: check["ok"] for name, check in body["checks"].items()}


async def test_ready_when_everything_is_well(
    client: AsyncClient, clock: StoppedClock, polls: Polls, tmp_path: Path, database_file: Path
) -> None:
    backed_up(tmp_path, clock, timedelta(hours=25))
    polls.last = clock.monotonic() - 80
    later = clock.now() + 3_600_000
    fill(database_file, ("a", clock.now() - 500_000, "pending", None, 0), ("b", 0, "pending", None, later))
    status, checks = await ready(client)
    assert checks == dict.fromkeys(("disk", "backup", "database", "outbox", "polling"), True)
    assert status == 200


async def test_not_ready_says_which_check_failed(
    client: AsyncClient, clock: StoppedClock, polls: Polls, tmp_path: Path, database_file: Path
) -> None:
    backed_up(tmp_path, clock, timedelta(hours=27))
    polls.last = clock.monotonic() - 100
    fill(database_file, ("a", clock.now() - 700_000, "pending", None, 0))
    status, checks = await ready(client)
    assert checks == {"disk": True, "backup": False, "database": True, "outbox": False, "polling": False}
    assert status == 503


async def test_what_is_held_is_not_overdue(
    client: AsyncClient, clock: StoppedClock, polls: Polls, tmp_path: Path, database_file: Path
) -> None:
    fill(database_file, ("a", 0, "pending", None, 0))
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("INSERT INTO facts (name, value) VALUES ('hold_through', '1')")
    _, checks = await ready(client)
    assert checks["outbox"] is True


async def test_a_database_that_cannot_be_written_is_not_ready(client: AsyncClient, database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        connection.execute("DROP TABLE facts")
    status, checks = await ready(client)
    assert (status, checks["database"], checks["outbox"]) == (503, False, False)


async def test_with_a_webhook_nobody_polls(database: Database, tmp_path: Path, clock: StoppedClock) -> None:
    assert "polling" not in await Vitals(database, tmp_path / "backups", clock).checks()


async def test_metrics_are_numbers_without_words(
    client: AsyncClient, clock: StoppedClock, tmp_path: Path, database_file: Path
) -> None:
    backed_up(tmp_path, clock, timedelta(hours=2))
    now = clock.now()
    states = [("pending", None), ("sending", None), ("sent", now), ("sent", now), ("uncertain", now), ("sent", 1)]
    fill(database_file, *((str(number), now, state, at, 0) for number, (state, at) in enumerate(states)))
    with closing(sqlite3.connect(database_file)) as connection, connection:
        sql = "INSERT INTO inbox (source, key, payload, received_at, state, done_at) VALUES ('t', ?, 'words', 0, ?, ?)"
        connection.executemany(sql, [("1", "waiting", None), ("2", "poisoned", now), ("3", "done", now)])
    text = (await client.get("/metrics")).text
    numbers = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert {name: float(number) for name, number in numbers.items()} == {
        "alliance_inbox_waiting": 1,
        "alliance_inbox_poisoned": 1,
        "alliance_outbox_uncertain": 1,
        "alliance_outbox_held": 0,
        "alliance_backup_age_seconds": 7200,
        'alliance_outbox_rows{state="pending"}': 1,
        'alliance_outbox_rows{state="sending"}': 1,
        'alliance_outbox_rows{state="sent"}': 2,
        'alliance_outbox_rows{state="uncertain"}': 1,
    }
    assert "words" not in text


async def test_a_port_that_is_taken_is_said(vitals: Vitals) -> None:
    with closing(socket.create_server(LOCAL)) as taken, pytest.raises(CannotStart, match=r"HTTP_LISTEN: 127\.0\.0\.1:"):
        async with serving(application(vitals), Listen(*taken.getsockname())):
            pass


async def test_further_pages_can_be_added(vitals: Vitals) -> None:
    async def page(_request: Request) -> Response:
        return PlainTextResponse("a page")

    app = application(vitals, Route("/members", page))
    async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1") as client:
        assert (await client.get("/members", headers={"X-Forwarded-For": "203.0.113.7"})).text == "a page"
