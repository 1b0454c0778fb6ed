"""What the doctor says of the mailbox, whatever stands where it should be."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from post_office import Office, letter
from stage import TOKEN

from bot.doctor.receiving import receiving
from bot.settings import given


async def report(url: str | None) -> list[str]:
    return [str(finding) async for finding in receiving(given(bot_token=TOKEN, imap_url=url))]


@asynccontextmanager
async def a_server(answers: Callable[[bytes], bytes], greeting: bytes = b"* OK ready\r\n") -> AsyncIterator[int]:
    """Listen with a server that answers each line with what ``answers`` makes of tag and command."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        while line := await reader.readline():
            tag, _, command = line.partition(b" ")
            writer.write(answers(command.split()[0]).replace(b"TAG", tag))
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def script(**lines: bytes) -> Callable[[bytes], bytes]:
    plain = {"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"} | lines
    return lambda command: plain.get(command.decode().upper(), b"TAG OK done\r\n")


SELECTED = b"* FLAGS ()\r\n* 7 EXISTS\r\n* OK [UIDVALIDITY 3] x\r\n* OK [UIDNEXT 9] x\r\nTAG OK [READ-WRITE] x\r\n"
READ_ONLY = SELECTED.replace(b"READ-WRITE", b"READ-ONLY")


async def test_off(office: Office) -> None:
    assert await report(None) == ["note     Letters in: off: IMAP_URL is not set"]


async def test_well(office: Office) -> None:
    office.comes(letter(1))
    assert await report(office.sandbox.imap_url) == [
        "ok       Letters in: INBOX at 127.0.0.1 holds 1 letters; the server tells when one comes"
    ]
    assert not office.inbox.items[1].flags


async def test_a_folder_that_is_not_there(office: Office) -> None:
    [found] = await report(f"{office.sandbox.imap_url}/Nowhere")
    assert found.startswith("problem  Letters in: 127.0.0.1 does not open the folder")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ({"LOGIN": b"TAG NO wrong secret word\r\n"}, "refuses user or password"),
        ({"LOGIN": b"* BYE go away\r\n"}, "is not reached"),
        ({"SELECT": b"TAG NO Unsafe Login\r\n"}, "does not open the folder"),
        ({"SELECT": b"* 7 EXISTS\r\n* OK [UIDVALIDITY x] y\r\nTAG OK done\r\n"}, "answers what we do not understand"),
        ({"SELECT": b"nonsense\r\n"}, "is not reached"),
        ({"SELECT": SELECTED}, "is asked once a minute"),
        ({"SELECT": READ_ONLY, "EXAMINE": READ_ONLY}, "holds 7 letters"),
    ],
)
async def test_servers_of_all_kinds(lines: dict[str, bytes], words: str) -> None:
    async with a_server(script(**lines)) as port:
        found = await report(f"imap://user:secret@127.0.0.1:{port}")
    assert words in found[0]
    assert not any("secret" in each for each in found)


async def test_nobody_there_or_somebody_else() -> None:
    async with a_server(script(), greeting=b"220 smtp here\r\n") as port:
        assert "Letters in: 127.0.0.1" in (await report(f"imap://u:p@127.0.0.1:{port}"))[0]
        assert "offers no encryption" in (await report(f"imaps://u:p@127.0.0.1:{port}"))[0]
    assert "is not reached" in (await report(f"imap://u:p@127.0.0.1:{port}"))[0]
