"""What a failed call means is read from the socket: each fault, what the server saw, and what we then say."""

import asyncio
import socket

import pytest
from raw_server import OK, RawServer, answer, listening, reset

from bot.telegram import transport as module
from bot.telegram.transport import Body, Doubtful, NotSent, Transport

TOKEN = "4242:Secret-not-to-be-seen"


def body(size: int = 20) -> Body:
    return Body(b"x" * size, "application/json")


async def read_then_reset(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await server.read_request(reader)
    reset(writer)


async def read_then_close(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await server.read_request(reader)


async def half_answer(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await server.read_request(reader)
    writer.write(answer()[:-10])
    await writer.drain()


async def half_head(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await server.read_request(reader)
    writer.write(b"HTTP/1.1 200")
    await writer.drain()


async def never_answers(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await server.read_request(reader)
    await server.release.wait()


async def not_http(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await server.read_request(reader)
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    await writer.drain()


async def never_reads(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.pause_reading()
    await server.release.wait()


async def answers(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        await server.read_request(reader)
        writer.write(answer())
        await writer.drain()


async def answers_once(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await server.read_request(reader)
    writer.write(answer())
    await writer.drain()
    await server.read_request(reader)  # the second request of this connection is swallowed


@pytest.mark.parametrize("fault", [read_then_reset, read_then_close, half_answer, half_head, never_answers, not_http])
async def test_a_request_that_arrived_whole_is_in_doubt(fault, transport):
    async with listening(fault) as server:
        with pytest.raises(Doubtful) as caught:
            await transport.post(f"{server.root}/bot{TOKEN}/sendMessage", body(), read_timeout=0.2)
    assert server.whole == 1
    assert TOKEN not in repr(caught.getrepr(showlocals=False))
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


async def test_a_refused_connection_is_not_sent(transport):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(NotSent) as caught:
            await transport.post(f"http://127.0.0.1:{port}/bot{TOKEN}/sendMessage", body(), read_timeout=1)
    assert caught.value.cause == "connect"
    assert caught.value.__context__ is None


async def test_an_unknown_host_is_not_sent(transport):
    with pytest.raises(NotSent):
        await transport.post(f"http://nowhere.invalid/bot{TOKEN}/sendMessage", body(), read_timeout=1)


async def test_a_connection_reset_at_once_is_never_called_sent_when_it_was(transport):
    """Whether the bytes or the reset were faster decides between the two answers; a success is impossible."""

    async def reset_at_accept(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reset(writer)

    async with listening(reset_at_accept) as server:
        for _ in range(20):
            with pytest.raises((NotSent, Doubtful)):
                await transport.post(f"{server.root}/bot{TOKEN}/sendMessage", body(), read_timeout=1)
    assert server.whole == 0


async def test_a_peer_that_stops_reading_leaves_the_request_unsent(transport, monkeypatch):
    monkeypatch.setattr(module, "WRITE_TIMEOUT", 0.1)
    monkeypatch.setattr(module, "CONNECT_TIMEOUT", 0.1)
    async with listening(never_reads) as server:
        with pytest.raises(NotSent) as caught:
            await transport.post(f"{server.root}/bot{TOKEN}/sendDocument", body(30_000_000), read_timeout=0.1)
    assert caught.value.cause == "timeout"
    assert server.whole == 0


async def test_a_large_body_arrives_unchanged(transport):
    content = bytes(range(256)) * 5_000
    async with listening(answers) as server:
        assert await transport.post(server.root, Body(content, "text/plain"), read_timeout=5) == (200, OK)
    assert server.bodies == [content]


async def test_a_connection_is_used_again(transport):
    async with listening(answers) as server:
        for _ in range(5):
            await transport.post(server.root, body(), read_timeout=5)
    assert server.connections == 1


async def test_a_post_on_a_dying_connection_is_not_repeated_behind_our_back(transport):
    async with listening(answers_once) as server:
        await transport.post(server.root, body(), read_timeout=5)
        with pytest.raises(Doubtful):
            await transport.post(server.root, body(), read_timeout=5)
    assert server.whole == 2
    assert server.connections == 1


async def test_a_redirect_is_not_followed(transport):
    async def redirects(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read_request(reader)
        writer.write(b"HTTP/1.1 307 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    async with listening(redirects) as server:
        status, _ = await transport.post(server.root, body(), read_timeout=5)
    assert status == 307
    assert server.whole == 1


async def test_a_proxy_is_honoured():
    async with listening(answers) as server:
        transport = Transport(proxy=server.root)
        assert (await transport.post("http://api.example/botT/getMe", body(), read_timeout=5))[0] == 200
        await transport.close()
    assert server.heads[0].startswith(b"POST http://api.example/botT/getMe ")


async def test_a_proxy_that_refuses_has_sent_nothing():
    async def refuses(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await server.read_request(reader)
        writer.write(answer(b"no", "407 Proxy Authentication Required"))
        await writer.drain()

    async with listening(refuses) as server:
        transport = Transport(proxy=server.root.replace("//", "//user:secret@"))
        with pytest.raises(NotSent) as caught:
            await transport.post(f"https://api.example/bot{TOKEN}/getMe", body(), read_timeout=5)
        await transport.close()
    assert server.heads[0].startswith(b"CONNECT api.example:443 ")
    assert caught.value.cause == "proxy"
    assert TOKEN not in repr(caught.value)


async def test_the_environment_chooses_no_proxy(transport, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    async with listening(answers) as server:
        assert (await transport.post(server.root, body(), read_timeout=5))[0] == 200


async def test_a_failed_get_can_be_repeated(transport):
    async with listening(read_then_reset) as server:
        with pytest.raises(NotSent):
            await transport.get(f"{server.root}/file/bot{TOKEN}/x", read_timeout=5)
