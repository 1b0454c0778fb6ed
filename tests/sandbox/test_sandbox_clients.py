"""Clients nobody here wrote: python-telegram-bot's Bot makes a tour, and a bot of twenty lines is tried by HTTP alone."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from stage import Control, Player
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from bot.sandbox.world import DEFAULT_TOKEN

TWENTY_LINES = Path(__file__).parent / "twenty_lines.py"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
async def bot(tester):
    url = tester.sandbox.url
    async with Bot(tester.world.bot.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot


async def test_python_telegram_bot_makes_a_tour(tester, bot):
    alice = await tester.person()
    group = (await tester.does("groups", title="Staff", members=[alice], admins=[alice]))["id"]
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a")]])
    message = await bot.send_message(
        alice, "<b>x</b>", parse_mode="HTML", reply_markup=keyboard, reply_parameters=ReplyParameters(1)
    )
    assert message.text_html == "<b>x</b>"
    await tester.does("press", **{"from": alice}, message=message.message_id, data="a")
    updates = await bot.get_updates(allowed_updates=["message", "callback_query", "my_chat_member"])
    assert await updates[-1].callback_query.answer("Noted", show_alert=True)
    assert (await message.edit_text("y")).text == "y"
    topic = await bot.create_forum_topic(group, "Acme")
    inside = await bot.send_message(group, "z", message_thread_id=topic.message_thread_id)
    assert inside.reply_to_message.forum_topic_created.name == "Acme"
    album = await bot.send_media_group(alice, [InputMediaPhoto(PNG), InputMediaPhoto(PNG)], caption="two")
    file = await bot.get_file(album[0].photo[0].file_id)
    assert bytes(await file.download_as_bytearray()) == PNG
    await bot.send_document(alice, b"a,b", filename="list.csv", caption="list")
    assert await bot.set_message_reaction(alice, 1, "👍")
    assert await bot.set_my_commands([BotCommand("help", "Help")], language_code="en")
    assert (await bot.get_chat_member(group, bot.id)).can_manage_topics
    assert (await bot.get_chat(group)).is_forum
    assert len(await bot.get_chat_administrators(group)) == 2
    assert await bot.pin_chat_message(group, inside.message_id)
    assert (await bot.copy_message(alice, group, inside.message_id)).message_id
    assert (await bot.forward_message(alice, group, inside.message_id)).forward_origin
    assert await bot.set_my_description("We answer.")
    assert (await bot.get_my_description()).description == "We answer."
    assert (await bot.get_webhook_info()).url == ""
    assert await inside.delete()
    assert await tester.violations() == []


async def test_python_telegram_bot_understands_the_refusals(tester, bot, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    alice, bob = await tester.person(), await tester.person("Bob", started=False)
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(bob, "x")
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("x", alice, (await bot.send_message(alice, "x")).message_id)
    small = (await tester.does("groups", title="Small", kind="group", members=[alice]))["id"]
    new = (await tester.does("migrate", chat=small))["id"]
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(small, "x")
    assert moved.value.new_chat_id == new
    await tester.does("faults", do={"status": 429, "retry_after": 3})
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(alice, "x")
    assert flood.value.retry_after == timedelta(seconds=3)


async def test_an_unrelated_bot_works(http):
    """Bot and sandbox are processes of their own, started as `docs/sandbox.md` says; what happens is read over HTTP alone."""
    async with (
        program("-m", "bot.sandbox", "--port", "0") as sandbox,
        program(str(TWENTY_LINES), DEFAULT_TOKEN, url := (await sandbox.stdout.readline()).decode().split()[1].rstrip("/")),
    ):
        control = Control(url, http)
        alice = await control.post("people", first_name="Alice", language_code="en")
        alice = Player(control, alice["id"], "Alice", alice["id"])
        await alice.says("/start")
        greeting = await alice.sees("Ring, or send a file.")
        assert (await alice.answer_to(await alice.taps("Ring", greeting)))["text"] == "Somebody is coming."
        await alice.sends_file("list.csv", b"a,b")
        copy = await alice.sees()
        assert copy["document"]["file_name"] == "copy of list.csv"
        async with http.get(f"{url}/control/files/{copy['document']['file_id']}") as response:
            assert await response.read() == b"a,b"

        await control.post("faults", method="sendMessage", do={"status": 502})  # this answer is lost, as aiogram says
        await control.post("faults", method="getUpdates", do={"status": 429, "retry_after": 1})  # this is waited for
        await alice.says("/start")
        await alice.says("/start")
        await alice.sees("Ring, or send a file.")
        assert await control.get("faults") == []
        assert await control.get("violations") == []


@asynccontextmanager
async def program(*arguments):
    """Python with these arguments while the block runs; it ends well when asked to."""
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    try:
        yield process
    finally:
        process.terminate()
        assert await process.wait() == 0
