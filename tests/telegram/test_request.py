"""python-telegram-bot runs over our transport, and its errors give nothing away."""

import asyncio

import pytest
from raw_server import RawServer, answer, listening
from telegram import Bot, InputFile
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.request import AiohttpRequest

TOKEN = "4242:Secret-not-to-be-seen"
MESSAGE = b'{"ok":true,"result":{"message_id":7,"date":0,"chat":{"id":5,"type":"private"}}}'


def says(status: str, content: bytes):
    async def behaviour(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await server.read_request(reader)
            writer.write(answer(content, status))
            await writer.drain()

    return behaviour


def bot_at(root: str, transport) -> Bot:
    request = AiohttpRequest(transport)
    return Bot(TOKEN, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=request, get_updates_request=request)


async def test_the_library_sends_and_uploads(transport):
    async with listening(says("200 OK", MESSAGE)) as server:
        bot = bot_at(server.root, transport)
        message = await bot.send_message(5, "你好", disable_notification=True)
        await bot.send_document(5, InputFile(b"content", "a.txt"))
    assert message.message_id == 7
    assert b"application/json" in server.heads[0]
    assert b"multipart/form-data" in server.heads[1]
    assert b"content" in server.bodies[1]


async def test_the_library_downloads(transport):
    async with listening(says("200 OK", b"bytes of a file")) as server:
        request = AiohttpRequest(transport)
        assert await request.retrieve(f"{server.root}/file/bot{TOKEN}/photo.jpg") == b"bytes of a file"


async def test_a_slow_answer_is_a_timeout(transport):
    async def never(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read_request(reader)
        await server.release.wait()

    async with listening(never) as server:
        with pytest.raises(TimedOut):
            await bot_at(server.root, transport).get_me(read_timeout=0.1)


async def test_errors_of_the_library_name_no_address(transport):
    with pytest.raises(NetworkError) as refused:
        await bot_at("http://127.0.0.1:1", transport).get_me()
    async with listening(says("502 Bad Gateway", f"<a>bot{TOKEN}</a>".encode())) as server:
        with pytest.raises(NetworkError) as gateway:
            await bot_at(server.root, transport).get_me()
    for caught in (refused, gateway):
        assert TOKEN not in f"{caught.value!r}"
        assert caught.value.__context__ is None or TOKEN not in repr(caught.value.__context__)


async def test_garbage_is_an_error_without_its_content(transport, caplog):
    async with listening(says("200 OK", b"private words")) as server:
        with pytest.raises(TelegramError):
            await bot_at(server.root, transport).get_me()
    assert "private words" not in caplog.text


async def test_a_flood_limit_is_the_librarys_own_error(transport, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the library warns about its older type otherwise
    content = b'{"ok":false,"error_code":429,"description":"Too Many","parameters":{"retry_after":3}}'
    async with listening(says("429 Too Many Requests", content)) as server:
        with pytest.raises(RetryAfter):
            await bot_at(server.root, transport).send_message(5, "x")
