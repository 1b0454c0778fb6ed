"""Listening for mail programs, so that stopping leaves neither connection nor task behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

HOST = "127.0.0.1"
"""Whatever the page listens on, mail stays on this machine: nobody is asked for a password here."""


class Listener:
    """A port, and the connections it has taken. `make` makes the protocol of one, which says when it is over."""

    def __init__(self, make: Callable[[Listener], asyncio.StreamReaderProtocol], port: int) -> None:
        self.port = port
        self._make = make
        self._open: dict[object, asyncio.Transport] = {}
        self._empty = asyncio.Event()
        self._empty.set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen; after an outage, on the same port again."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: self._make(self), HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening, break off whoever is there, and wait until nothing of them is left."""
        if self._server is None:
            return
        self._server.close()
        for transport in list(self._open.values()):
            transport.abort()
        await self._empty.wait()
        await self._server.wait_closed()

    def opened(self, connection: object, transport: asyncio.Transport) -> None:
        """A connection has begun."""
        self._open[connection] = transport
        self._empty.clear()

    def over(self, connection: object) -> None:
        """A connection has ended."""
        del self._open[connection]
        if not self._open:
            self._empty.set()
