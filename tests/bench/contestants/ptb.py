"""python-telegram-bot on its default settings: the echo bot of its first example, and a loop over `Bot.send_message`."""

import asyncio
import sys
import time

import uvloop
from telegram import Bot, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.bench.contestants import IN_FLIGHT, NOTICE, TOKEN
from tests.bench.feed import FIRST_USER
from tests.bench.server import tell


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


def _inbound(root: str) -> None:
    application = Application.builder().token(TOKEN).base_url(f"{root}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling()


async def _notice(root: str, count: int) -> None:
    room = asyncio.Semaphore(IN_FLIGHT)

    async def send(chat: int) -> None:
        async with room:
            await bot.send_message(chat, NOTICE)

    async with Bot(TOKEN, base_url=f"{root}/bot") as bot:
        began = time.perf_counter()
        await asyncio.gather(*(send(chat) for chat in range(FIRST_USER, FIRST_USER + count)))
        tell({"seconds": time.perf_counter() - began})


if __name__ == "__main__":
    if sys.argv[1] == "inbound":
        _inbound(sys.argv[2])
    else:
        uvloop.run(_notice(sys.argv[2], int(sys.argv[3])))
