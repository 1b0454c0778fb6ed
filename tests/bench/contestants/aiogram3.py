"""aiogram 3 on its default settings: the echo bot of its first example, and a loop over `Bot.send_message`."""

import asyncio
import sys
import time

import uvloop
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from tests.bench.contestants import IN_FLIGHT, NOTICE, TOKEN
from tests.bench.feed import FIRST_USER
from tests.bench.server import tell

dispatcher = Dispatcher()


@dispatcher.message()
async def _echo(message: Message) -> None:
    await message.answer(message.text or "")


def _bot(root: str) -> Bot:
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(root)))


async def _notice(root: str, count: int) -> None:
    room = asyncio.Semaphore(IN_FLIGHT)

    async def send(chat: int) -> None:
        async with room:
            await bot.send_message(chat, NOTICE)

    async with _bot(root) as bot:
        began = time.perf_counter()
        await asyncio.gather(*(send(chat) for chat in range(FIRST_USER, FIRST_USER + count)))
        tell({"seconds": time.perf_counter() - began})


if __name__ == "__main__":
    if sys.argv[1] == "inbound":
        dispatcher.run_polling(_bot(sys.argv[2]))
    else:
        uvloop.run(_notice(sys.argv[2], int(sys.argv[3])))
