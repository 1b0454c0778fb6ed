"""The whole bot at DEBUG, with a canary in every field a person can fill, through every way things go wrong: no canary and no
token comes out on standard error or standard output, nor stays in the columns that tell of errors.
"""

import asyncio
import base64
import contextlib
import io
import logging
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from clocks import TestClock
from hostile_bot import FAST, Bot, logged
from hostile_form import Applicant
from sqlalchemy import select, union_all
from stage import TOKEN, Player, Stage, a_stage, buttons_of

from bot import service
from bot.sandbox import methods
from bot.sandbox.errors import ApiError
from handlers.enquiries.desk import showing
from storage.database import Database
from storage.migrate import migrate
from storage.schema import inbox, outbox

CANARIES = ("kanarie", "13912345678", "139 1234 5678", TOKEN, TOKEN.partition(":")[2])
"""Compared without case; a telephone number has no room for a bird."""

QUOTES = "KanarieQuoted"
BREAKS = "KanarieBreaks"
LIBRARIES = ("telegram", "telegram.ext", "aiohttp", "aiosqlite", "sqlalchemy", "apscheduler", "asyncio", "alembic", "uvicorn")
EXPECTED = (
    "event.failed",
    "event.mistyped",
    "database.failed",
    "delivery.refused",
    "delivery.amended",
    "polling.failed",
    "polling.refused",
    "bot.running",
)
"""What must have been logged, or the test has not seen what it should."""


@pytest.fixture
def loud() -> Iterator[None]:
    """Every library says all it can."""
    loggers = [logging.getLogger(name) for name in {*LIBRARIES, *logging.root.manager.loggerDict}]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@asynccontextmanager
async def served(stage: Stage) -> AsyncIterator[Bot]:
    """Run the bot as the command line does, which starts again from disk when the database fails; a signal ends it."""
    settings = stage.settings()
    clock = TestClock(FAST)
    life = asyncio.ensure_future(service.run(settings, clock))
    database = Database(settings.database)
    try:
        yield Bot(stage, clock, database, life)
    finally:
        await database.close()
        if not life.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await life


async def test_no_canary_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loud: None) -> None:
    monkeypatch.setattr(service, "PAUSE", 0.2)
    said = io.StringIO()
    with redirect_stdout(said), logged(logging.DEBUG) as output:
        async with a_stage(tmp_path, limits=False) as stage:
            await stage.with_office()
            migrate(stage.settings().database)
            async with served(stage) as bot:
                alice = await arrives(bot)
                await asks_the_profile(alice)
                await fills_every_field(alice)
                await sends_every_kind(alice)
                await what_telegram_refuses(bot, alice, monkeypatch)
                await what_the_network_does(bot, alice)
                await what_handlers_raise(bot, alice, monkeypatch)
                await what_cannot_be_read(bot, alice)
                await what_the_database_does(bot, alice)
                stored = await bot.rows(union_all(select(outbox.c.error), select(inbox.c.error)))
    text = output.getvalue()
    assert [event for event in EXPECTED if event not in text] == []
    found = [line for line in (*text.splitlines(), *said.getvalue().splitlines()) if escaped(line)]
    assert found == []
    assert [error for (error,) in stored if error and escaped(error)] == []


def escaped(line: str) -> list[str]:
    """Return the canaries that got out."""
    return [canary for canary in CANARIES if canary.lower() in line.lower()]


async def arrives(bot: Bot) -> Applicant:
    names = {"last_name": "Kanarie-Last", "username": "kanarie_user"}
    player = await bot.stage.person("Kanarie-First", "en", **names)
    alice = Applicant(bot, player)
    await alice.says("/start kanarie-payload")
    return alice


async def asks_the_profile(alice: Applicant) -> None:
    await alice.says("What are the membership dues? Kanarie question")
    await alice.presses(
        *(button["callback_data"] for button in buttons_of(alice.screen) if ":ask:" not in button["callback_data"])
    )
    assert await alice.enquiries() == 0


async def fills_every_field(alice: Applicant) -> None:
    await alice.says("/join")
    await alice.answers("subject")
    await alice.says("Kanarie Organisation")
    await alice.answers("kind")
    await alice.says("KANARIE-CODE-12345")
    await alice.presses((await alice.the_form()).button("keep:"))
    await alice.says("Kanarie Contact")
    await alice.says("kanarie at nowhere")
    await alice.says("13912345678")
    await alice.presses((await alice.the_form()).button("change:5"))
    await alice.says("kanarie@example.org")
    await alice.answers("fields")
    await alice.says("Kanarie message")
    await alice.presses((await alice.the_form()).button("kanarie:kanarie"))
    await alice.presses((await alice.the_form()).button("send:"))
    assert await alice.enquiries() == 1


async def sends_every_kind(alice: Applicant) -> None:
    stage, control = alice.bot.stage, alice.player.control
    file = {"name": "Kanarie.pdf", "base64": base64.b64encode(b"kanarie").decode(), "mime": "application/pdf"}
    for text in ("Kanarie text", "/ask Kanarie question", "/kanarie", "/status Kanarie"):
        await alice.says(text)
    sent = await alice.player.says("", document=file)
    await alice.player.says("Kanarie caption", document=file)
    await control.post("edit", **{"from": alice.player.id}, message=sent["message_id"], text="Kanarie edited")
    await alice.presses("kanarie:data", "menu:kanarie")
    await answers(alice, "Kanarie answer")
    await control.post("groups", title="Kanarie group", members=[alice.player.id], admins=[alice.player.id])
    await stage.at_desk().says("Kanarie chatter")
    await alice.bot.settled()
    alice.bot.clock.advance(hours=1)


async def answers(alice: Applicant, text: str) -> Player:
    """Let a colleague answer in her topic."""
    stage = alice.bot.stage
    colleague = stage.at_desk(max(stage.sandbox.world.chats[stage.staff_chat].topics))
    await colleague.says(text)
    await alice.bot.settled()
    return colleague


async def what_telegram_refuses(bot: Bot, alice: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals that quote what was sent, as the real server's do."""
    send = methods.METHODS["sendMessage"]

    def quoting(world: Any, params: dict[str, Any], files: Any) -> Any:
        if QUOTES in params["text"] and "parse_mode" in params:
            raise ApiError(400, f"Bad Request: can't parse entities: {params['text']}")
        if QUOTES in params["text"]:
            raise ApiError(400, f'Bad Request: "{params["text"]}" is not for {params["chat_id"]}, kanarie@example.org')
        return send(world, params, files)

    monkeypatch.setitem(methods.METHODS, "sendMessage", quoting)
    await alice.says(QUOTES)
    await answers(alice, QUOTES)
    for status in (403, 409, 413, 429, 500, 502):
        await bot.stage.control.post("faults", method="sendMessage", do={"status": status, "retry_after": 1})
        await alice.says(f"Kanarie {status}")
    await bot.stage.control.delete("faults")
    bot.clock.advance(hours=1)  # or more would be kept as a flood


async def what_the_network_does(bot: Bot, alice: Applicant) -> None:
    control = bot.stage.control
    for fault in ({"cut": "accept"}, {"cut": "body"}, {"cut": "acted"}, {"cut": "half"}, {"garbage": True}):
        for method in ("sendMessage", "answerCallbackQuery", "getUpdates"):
            await control.post("faults", method=method, do=fault)
        await alice.player.presses(alice.screen, data="kanarie:data", force=True)  # its answer may be what is lost
        await alice.says(f"Kanarie {fault}")
    for status in (401, 404, 409, 502):
        await control.post("faults", method="getUpdates", do={"status": status})
        await alice.says(f"Kanarie {status}")
    await control.delete("faults")
    bot.clock.advance(hours=1)


async def what_handlers_raise(bot: Bot, alice: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors whose words are somebody's."""
    show = showing.show_text

    async def breaking(event: Any, enquiry: Any, message_id: int, text: str, **more: Any) -> None:
        if BREAKS in text:
            try:
                int(text)
            except ValueError as error:
                raise KeyError(text, event, {"text": text}) from error
        await show(event, enquiry, message_id, text, **more)

    monkeypatch.setattr(showing, "show_text", breaking)
    await alice.says(BREAKS)
    assert "something went wrong" in alice.shown[-1]
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": BREAKS, "exception": ValueError(BREAKS)})
    lost = loop.create_task(asyncio.sleep(0))
    await asyncio.wait([lost])


async def what_cannot_be_read(bot: Bot, alice: Applicant) -> None:
    sender = {"id": alice.player.id, "is_bot": False, "first_name": "Kanarie-First"}
    chat = {"id": alice.player.id, "type": "private"}
    message = {"message_id": 9000, "chat": chat, "from": sender, "text": "Kanarie without a date"}
    for broken in (
        {"message": message},
        {"message": message | {"date": "kanarie"}},
        {"message": message | {"date": 1, "photo": "kanarie"}},
        {"message": message | {"date": 1, "text": {"kanarie": 1}}},
        {"my_chat_member": {"kanarie": 1}},
        {"callback_query": {"from": sender, "kanarie": 1}},
    ):
        await bot.stage.control.post("update", update=broken)
    await bot.settled()


async def what_the_database_does(bot: Bot, alice: Applicant) -> None:
    """A statement that fails costs its own event; a database that fails costs the bot's life, and the next one goes on."""
    path, written = bot.database.path, await alice.written()
    await asyncio.to_thread(run, path, "ALTER TABLE enquiry_messages RENAME TO gone")
    await alice.says("Kanarie without a table")
    await asyncio.to_thread(run, path, "ALTER TABLE gone RENAME TO enquiry_messages")
    calls = bot.stage.sandbox.world.calls
    mark = calls.last

    async def began_again() -> bool:
        return bool(calls.after(mark, lambda call: call.method == "getMe"))

    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        await alice.player.says("Kanarie while nothing can be written")
        await bot.stage.control.eventually(began_again, "the next life of the bot")
        other.rollback()
    await bot.settled()
    assert await alice.written() == written + 1


def run(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        connection.execute(statement)
