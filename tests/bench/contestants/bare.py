"""aiohttp and nothing else: as fast as a message can be sent from Python by anybody."""

import asyncio
import sys
import time
from collections.abc import Iterator

import aiohttp
import uvloop

from tests.bench.contestants import IN_FLIGHT, NOTICE, TOKEN
from tests.bench.feed import FIRST_USER
from tests.bench.server import tell


async def _notice(root: str, count: int) -> None:
    connector = aiohttp.TCPConnector(limit=IN_FLIGHT)
    async with aiohttp.ClientSession(connector=connector) as session:
        began, chats = time.perf_counter(), iter(range(FIRST_USER, FIRST_USER + count))
        await asyncio.gather(*(_send(session, f"{root}/bot{TOKEN}/sendMessage", chats) for _ in range(IN_FLIGHT)))
        tell({"seconds": time.perf_counter() - began})


async def _send(session: aiohttp.ClientSession, url: str, chats: Iterator[int]) -> None:
    for chat in chats:
        async with session.post(url, json={"chat_id": chat, "text": NOTICE}) as response:
            assert (await response.json())["ok"]


if __name__ == "__main__":
    uvloop.run(_notice(sys.argv[2], int(sys.argv[3])))
