"""Running the sandbox: in a test's own process or from the command line, by the same code."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.server import ServerState

from bot.sandbox import statefile
from bot.sandbox.app import build_app
from bot.sandbox.bell import Bell
from bot.sandbox.connection import Connection
from bot.sandbox.world import World

PATIENCE = 2.0


class Sandbox:
    """A listening sandbox: its worlds, and where to reach it."""

    def __init__(self, worlds: list[World], host: str = "127.0.0.1", password: str | None = None) -> None:
        self.worlds = {world.bot.token: world for world in worlds}
        self.host = host
        self.port = 0
        self.closing = Bell()
        self._app = build_app(self.worlds, self.closing, password)
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    @property
    def world(self) -> World:
        """The first (mostly the only) bot's world."""
        return next(iter(self.worlds.values()))

    @property
    def url(self) -> str:
        """The root address, without a slash at the end."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    async def start(self, port: int = 0) -> None:
        """Listen. uvicorn's protocol is used without its server, which would take over signals and logging."""
        config = _quiet_config(self._app)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(config, self._state), self.host, port, backlog=2048)
        self.port = self._server.sockets[0].getsockname()[1]
        self.closing.restore()
        for world in self.worlds.values():
            world.events.bell.restore()
            world.updates.bell.restore()
            world.webhook.start()

    async def stop(self) -> None:
        """Stop listening, let those who wait go, and finish what is being answered."""
        if self._server is None:
            return
        self._server.close()
        self.closing.silence()
        for world in self.worlds.values():
            world.events.bell.silence()
            world.updates.bell.silence()
            await world.webhook.stop()
        for connection in list(self._state.connections):
            connection.shutdown()
        if self._state.tasks:
            await asyncio.wait(set(self._state.tasks), timeout=PATIENCE)
        for connection in list(self._state.connections):
            connection.transport.abort()
        await self._server.wait_closed()


def _quiet_config(app: ASGIApp) -> Config:
    """No logging of its own, and connections kept open longer than any client's pool keeps them."""
    config = Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        proxy_headers=False,
        timeout_keep_alive=300,
    )
    config.load()
    return config


@contextlib.asynccontextmanager
async def running_sandbox(
    *worlds: World,
    host: str = "127.0.0.1",
    port: int = 0,
    password: str | None = None,
    state: Path | None = None,
    seed: Path | None = None,
) -> AsyncIterator[Sandbox]:
    """A sandbox that listens while the block runs."""
    kept = list(worlds) or [World()]
    if state is not None:
        statefile.load(state, kept)
    if seed is not None:
        statefile.sow(seed, kept)
    sandbox = Sandbox(kept, host, password)
    await sandbox.start(port)
    saving = asyncio.create_task(statefile.keep(state, kept)) if state is not None else None
    try:
        yield sandbox
    finally:
        await sandbox.stop()
        if saving is not None and state is not None:
            saving.cancel()
            await asyncio.gather(saving, return_exceptions=True)
            statefile.save(state, kept)
