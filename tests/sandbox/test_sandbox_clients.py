"""Clients nobody here wrote: python-telegram-bot's Bot makes a tour, and an aiogram bot echoes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiogram import Bot as AiogramBot
from aiogram import Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

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


async def test_an_unrelated_bot_works(tester):
    server = TelegramAPIServer.from_base(tester.sandbox.url)
    async with AiogramBot(tester.world.bot.token, session=AiohttpSession(api=server)) as bot:
        dispatcher = Dispatcher()

        @dispatcher.message()
        async def echo(message: Message) -> None:
            await message.answer(f"You said {message.text}")

        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        alice = await tester.person()
        await tester.does("say", **{"from": alice}, text="hello")
        said, last = [], 0
        while len(said) < 2:
            answer = await tester.look("wait", after=last)
            last = answer["last"]
            said += [e["message"]["text"] for e in answer["events"] if e.get("message", {}).get("from", {}).get("is_bot")]
        await dispatcher.stop_polling()
        await polling
    assert said == ["You said /start", "You said hello"]
    assert await tester.violations() == []
