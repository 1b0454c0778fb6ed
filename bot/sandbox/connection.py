"""HTTP connections that can be dropped on purpose, which plain ASGI gives no way to do."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState


class Connection(H11Protocol):
    """uvicorn's HTTP protocol, which lets the application reach its transport and writes no access log."""

    def __init__(self, config: Config, server_state: ServerState) -> None:
        super().__init__(config, server_state, app_state={})
        self.access_log = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Keep the transport where a response finds it: `scope["state"]`."""
        super().connection_made(transport)
        self.app_state = {"transport": transport}


class Cut:
    """A response that drops the connection, after the first half of an answer if there is one."""

    def __init__(self, answer: bytes = b"") -> None:
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Break off; returns once the connection is gone."""
        transport: Any = scope["state"]["transport"]
        if self.answer:
            length = str(len(self.answer)).encode()
            headers = [(b"content-type", b"application/json"), (b"content-length", length)]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            half = self.answer[: len(self.answer) // 2]
            await send({"type": "http.response.body", "body": half, "more_body": True})
            transport.close()
        else:
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass
