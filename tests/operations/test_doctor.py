"""The doctor: every matter well, worth knowing or to be mended, against a played Telegram; and nothing is changed."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from stopped_clock import StoppedClock

from bot import profile
from bot.clock import Clock, SystemClock
from bot.doctor import examine
from bot.doctor.telegram import compared
from bot.lock import holding
from bot.sandbox.server import Sandbox, running_sandbox
from bot.settings import given
from storage.backup import nightly_name

Program = Callable[..., "CompletedProcess[str]"]
TOKEN = "4242:Sandbox-demo"
GROUP = -1001234567890
FACT = "INSERT INTO facts (name, value) VALUES (?, ?)"
INBOX = "INSERT INTO inbox (source, key, payload, received_at, state, done_at) VALUES ('telegram:4242', ?, '', 0, ?, ?)"
OUTBOX = (
    "INSERT INTO outbox (lane, channel, recipient, method, payload_id, on_doubt, created_at, dedupe_key, state, ended_at) "
    "VALUES (0, 'telegram', '1', 'sendMessage', 1, 'hold', 0, ?, ?, ?)"
)
POST = (
    "INSERT INTO outbox (lane, channel, recipient, method, payload_id, on_doubt, dedupe_key, state, reason, error, created_at, "
    "ended_at) VALUES (1, 'telegram', ?1, 'sendMessage', 1, 'resend', 'post', ?2, ?3, ?4, ?5, ?6)"
)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox() as running:
        yield running


async def report(clock: Clock | None = None, **settings: Any) -> dict[str, tuple[str, str]]:
    """Return level and words of each matter; of several lines about one matter the last."""
    values = given(bot_token=TOKEN, **settings)
    return {
        found.matter: (found.level.value, str(found))
        async for found in examine(values, profile.load(values), clock or SystemClock())
    }


async def control(sandbox: Sandbox, call: str, **fields: Any) -> Any:
    async with aiohttp.ClientSession() as session, session.post(f"{sandbox.url}/control/{call}", json=fields) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


def change(path: Path, sql: str, *rows: tuple[object, ...]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(sql, rows)


def content(path: Path) -> bytes:
    return path.read_bytes()


def neglect(folder: Path) -> None:
    """Leave an installation open to everybody, its database damaged, its last backup long ago."""
    (folder / ".env").write_text("")
    (folder / ".env").chmod(0o644)
    (folder / "data").chmod(0o750)
    (folder / "data" / "backups").mkdir()
    (folder / "data" / "backups" / "alliance-20260101-000000.db").touch()
    (folder / "data" / "alliance.db").write_bytes(b"\x00broken" * 1000)


async def test_an_installation_that_is_well(sandbox: Sandbox, database_file: Path, tmp_path: Path) -> None:
    await control(sandbox, "groups", title="Office", forum=True, members=[], admins=[], bot_admin=True, id=GROUP)
    (tmp_path / "data" / "backups").mkdir(mode=0o700)
    (tmp_path / "data" / "backups" / nightly_name(datetime.now(UTC))).touch()
    await control(sandbox, "people", first_name="Li", id=5)
    await control(sandbox, "say", **{"from": 5, "text": "/start"})
    found = await report(bot_api_url=sandbox.url, staff_chat_id=GROUP, owner_ids=(5,))
    assert {matter for matter, (level, _) in found.items() if level == "problem"} == set()
    well = {matter for matter, (level, _) in found.items() if level == "ok"}
    assert well >= {"Settings", "Profile", "Folder", "Database", "Disk", "Backup", "Queues", "Telegram", "Updates"}
    assert found["Staff group"] == ("ok", "ok       Staff group: has topics, and the bot may manage them")
    assert found["Letters out"] == ("note", "note     Letters out: off: SMTP_URL is not set")


async def test_before_the_first_start_nothing_is_made(sandbox: Sandbox, tmp_path: Path) -> None:
    found = await report(bot_api_url=sandbox.url)
    assert found["Staff"][0] == "problem"
    assert found["Database"][0] == "note"
    assert found["Folder"][0] == "note"
    assert found["Telegram"][0] == "ok"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("settings", "level", "words"),
    [
        ({"owner_ids": (5,)}, "note", "the owners get enquiries in private"),
        ({"staff_chat_id": GROUP}, "note", "nobody is told in private"),
        ({}, "problem", "nobody would see an enquiry"),
    ],
)
async def test_who_is_missing_and_what_happens_instead(
    sandbox: Sandbox, settings: dict[str, Any], level: str, words: str
) -> None:
    found = await report(bot_api_url=sandbox.url, **settings)
    assert found["Staff"][0] == level
    assert words in found["Staff"][1]


async def test_a_bot_that_may_not_delete_messages(sandbox: Sandbox) -> None:
    await control(sandbox, "groups", title="Office", members=[], admins=[], id=GROUP, forum=True, bot_admin=True)
    rights = {"can_delete_messages": False}
    await control(sandbox, "member", chat=GROUP, person=4242, status="administrator", rights=rights)
    found = await report(bot_api_url=sandbox.url, staff_chat_id=GROUP)
    assert found["Staff group"][0] == "note"
    assert "may not delete messages" in found["Staff group"][1]


@pytest.mark.parametrize(
    ("group", "level", "words"),
    [
        ({"forum": True, "bot_admin": False}, "problem", "no administrator"),
        ({"forum": False, "bot_admin": True}, "note", "reply threads"),
        ({"forum": False, "bot_admin": False}, "note", "no topics"),
        (None, "problem", "does not see it"),
    ],
)
async def test_the_staff_group_as_telegram_sees_it(
    sandbox: Sandbox, group: dict[str, bool] | None, level: str, words: str
) -> None:
    if group is not None:
        await control(sandbox, "groups", title="Office", members=[], admins=[], id=GROUP, **group)
    found = await report(bot_api_url=sandbox.url, staff_chat_id=GROUP)
    assert found["Staff group"][0] == level
    assert words in found["Staff group"][1]


@pytest.mark.parametrize(
    ("post", "found"),
    [
        (("failed", "unreachable", None), True),
        (("failed", "topic_lost", None), False),
        (("sent", None, None), False),
        (("pending", None, "502 Bad Gateway"), True),
        (("pending", None, None), False),
    ],
)
async def test_a_staff_group_that_takes_nothing_is_named(
    sandbox: Sandbox, database_file: Path, post: tuple[str, str | None, str | None], found: bool
) -> None:
    change(database_file, "INSERT INTO payloads (id, body) VALUES (?, ?)", (1, ""))
    now = SystemClock().now()
    waits = post[0] == "pending"
    change(database_file, POST, (str(GROUP), *post, now - 3_600_000, None if waits else now - 1000))
    findings = await report(bot_api_url=sandbox.url, staff_chat_id=GROUP)
    assert ("Desk" in findings) is found
    if found:
        level, words = findings["Desk"]
        assert level == "problem"
        assert f"{int(waits)} messages wait" in words


async def test_an_owner_who_has_not_started_the_bot_is_named(sandbox: Sandbox) -> None:
    found = await report(bot_api_url=sandbox.url, owner_ids=(5,))
    assert found["Owners"][0] == "problem"
    assert "5 has not started the bot" in found["Owners"][1]


async def test_what_telegram_refuses_or_does_not_answer(sandbox: Sandbox) -> None:
    await control(sandbox, "faults", method="getMe", times=1, do={"status": 401})
    refused = await report(bot_api_url=sandbox.url)
    unreached = await report(bot_api_url="http://127.0.0.1:1")
    proxied = await report(bot_api_url=sandbox.url, https_proxy="http://user:secret-word@127.0.0.1:1")
    assert "BotFather" in refused["Telegram"][1]
    assert "is not reached" in unreached["Telegram"][1]
    assert proxied["Proxy"][0] == "problem"
    assert "secret-word" not in str(proxied)


async def test_a_token_of_another_bot_is_found(sandbox: Sandbox, database_file: Path) -> None:
    change(database_file, FACT, ("bot_id", "999"))
    found = await report(bot_api_url=sandbox.url)
    assert found["Telegram"][0] == "problem"
    assert "belongs to the bot with id 999" in found["Telegram"][1]


async def test_a_webhook_of_former_times_is_noted(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        await session.post(f"{sandbox.url}/bot{TOKEN}/setWebhook", json={"url": "https://example.org/hook"})
    assert (await report(bot_api_url=sandbox.url))["Updates"][0] == "note"


async def test_a_clock_that_is_wrong_is_found() -> None:
    server = TestServer(web.Application())
    async with server:
        settings = given(bot_token=TOKEN, bot_api_url=str(server.make_url("")).rstrip("/"))
        well = await compared(SystemClock(), settings)
        wrong = await compared(StoppedClock(datetime.now(UTC) + timedelta(hours=2)), settings)
    assert well.level == "ok"
    assert wrong.level == "problem"
    assert "seconds ahead" in wrong.words


async def test_what_a_person_must_look_at(sandbox: Sandbox, database_file: Path) -> None:
    now = int(datetime.now(UTC).timestamp() * 1000)
    change(database_file, "INSERT INTO payloads (id, body) VALUES (?, '{}')", (1,))
    change(database_file, OUTBOX, ("a", "pending", None), ("b", "uncertain", now), ("c", "pending", None))
    change(database_file, FACT, ("hold_through", "2"))
    change(database_file, INBOX, ("1", "poisoned", now))
    found = await report(bot_api_url=sandbox.url)
    assert "1 messages from before the backup are held" in found["Hold"][1]
    assert "run `release`" in found["Hold"][1]
    assert "1 messages" in found["Uncertain"][1]
    assert "1 events" in found["Set aside"][1]


async def test_what_is_wrong_on_this_machine(sandbox: Sandbox, database_file: Path, tmp_path: Path) -> None:
    neglect(tmp_path)
    found = await report(bot_api_url=sandbox.url)
    problems = {matter for matter, (level, _) in found.items() if level == "problem"}
    assert problems >= {"Folder", "Settings", "Database", "Backup"}
    assert "chmod 600 .env" in found["Settings"][1]


async def test_beside_a_running_bot_nothing_is_changed(sandbox: Sandbox, database_file: Path) -> None:
    with holding(database_file.parent):
        before = content(database_file)
        found = await report(bot_api_url=sandbox.url)
        assert content(database_file) == before
    assert "a bot is running" in found["Process"][1]


def test_the_command_says_it_with_its_exit_status(program: Program) -> None:
    done = program("doctor", BOT_TOKEN=TOKEN, BOT_API_URL="http://127.0.0.1:1")
    assert done.returncode == 1
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert all(line.split()[0] in ("ok", "note", "problem") for line in lines)
    assert TOKEN not in done.stdout
    assert program("doctor", BOT_TOKEN=TOKEN, ALLIANCE_FILE="none.toml").returncode == 2
