"""A bot in twenty lines of aiogram, `python twenty_lines.py TOKEN URL`: it shows that the sandbox serves anybody's."""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart

bot = Bot(sys.argv[1], AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[2])))
desk = Dispatcher()


@desk.message(CommandStart())
async def greet(message: types.Message) -> None:
    button = types.InlineKeyboardButton(text="Ring", callback_data="ring")
    await message.answer("Ring, or send a file.", reply_markup=types.InlineKeyboardMarkup(inline_keyboard=[[button]]))


@desk.callback_query(F.data == "ring")
async def ring(query: types.CallbackQuery) -> None:
    await query.answer("Somebody is coming.")


@desk.message(F.document)
async def copy(message: types.Message) -> None:
    content = (await bot.download(message.document)).read()
    await message.answer_document(types.BufferedInputFile(content, f"copy of {message.document.file_name}"))


asyncio.run(desk.start_polling(bot))
