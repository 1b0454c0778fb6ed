"""The gateway's three failures, and that only Telegram's own words count as Telegram's."""

import asyncio

import orjson
import pytest
from raw_server import RawServer, answer, listening

from bot.telegram.gateway import BotApi, Refused
from bot.telegram.transport import Doubtful, NotSent, Upload

TOKEN = "4242:Secret-not-to-be-seen"
PAGE = b"<html>Sign in to this network</html>"


def says(status: str, content: bytes):
    async def behaviour(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await server.read_request(reader)
            writer.write(answer(content, status))
            await writer.drain()

    return behaviour


def refusal(code: int, description: str, **parameters: int) -> bytes:
    return orjson.dumps({"ok": False, "error_code": code, "description": description, "parameters": parameters})


async def test_the_result_is_returned_and_the_call_is_json(transport):
    async with listening(says("200 OK", b'{"ok":true,"result":[1]}')) as server:
        assert await BotApi(transport, server.root, TOKEN).call("sendMessage", {"chat_id": 5, "text": "你好"}) == [1]
    assert server.heads[0].startswith(f"POST /bot{TOKEN}/sendMessage ".encode())
    assert b"Content-Type: application/json" in server.heads[0]
    assert orjson.loads(server.bodies[0]) == {"chat_id": 5, "text": "你好"}


@pytest.mark.parametrize(
    ("status", "content"),
    [
        ("200 OK", PAGE),
        ("200 OK", b"[]"),
        ("200 OK", b'{"result":1}'),
        ("200 OK", b'{"ok":true,"res'),
        ("302 Found", PAGE),
        ("500 Internal Server Error", b'{"ok":false,"error_code":500,"description":"Internal Server Error"}'),
        ("502 Bad Gateway", PAGE),
        ("504 Gateway Timeout", b""),
    ],
)
async def test_an_answer_that_says_nothing_leaves_doubt(status, content, transport):
    async with listening(says(status, content)) as server:
        with pytest.raises(Doubtful):
            await BotApi(transport, server.root, TOKEN).call("sendMessage", {})


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found", "407 Proxy Authentication Required"])
async def test_a_page_from_something_in_between_is_not_telegrams_no(status, transport):
    async with listening(says(status, PAGE)) as server:
        with pytest.raises(NotSent):
            await BotApi(transport, server.root, TOKEN).call("sendMessage", {})


async def test_a_refusal_carries_what_telegram_said(transport):
    async with listening(says("429 Too Many", refusal(429, "Too Many Requests: retry after 9", retry_after=9))) as server:
        with pytest.raises(Refused) as limited:
            await BotApi(transport, server.root, TOKEN).call("sendMessage", {})
    async with listening(says("400 Bad", refusal(400, "group chat was upgraded", migrate_to_chat_id=-1001))) as server:
        with pytest.raises(Refused) as moved:
            await BotApi(transport, server.root, TOKEN).call("sendMessage", {})
    assert (limited.value.code, limited.value.retry_after) == (429, 9)
    assert (moved.value.code, moved.value.migrate_to) == (400, -1001)
    assert "upgraded" not in f"{moved.value} {moved.value!r}"


async def test_a_body_that_is_too_large_is_refused_for_good(transport):
    async with listening(says("413 Request Entity Too Large", PAGE)) as server:
        with pytest.raises(Refused) as caught:
            await BotApi(transport, server.root, TOKEN).call("sendDocument", {})
    assert caught.value.code == 413


async def test_files_go_as_a_form(transport):
    files = {"document": Upload("名册.csv", b"\x00\x01" * 900_000, "text/csv")}
    async with listening(says("200 OK", b'{"ok":true,"result":true}')) as server:
        await BotApi(transport, server.root, TOKEN).call("sendDocument", {"chat_id": 5, "reply_markup": {"a": 1}}, files=files)
    assert b"multipart/form-data; boundary=" in server.heads[0]
    assert b'name="document"' in server.bodies[0]
    assert b"\x00\x01" * 900_000 in server.bodies[0]
    assert b'{"a":1}' in server.bodies[0]


async def test_the_token_is_in_no_text(transport):
    api = BotApi(transport, "http://127.0.0.1:1", TOKEN)
    with pytest.raises(NotSent) as caught:
        await api.call("getMe", {})
    assert TOKEN not in f"{api!r} {caught.value!r} {caught.value}"
