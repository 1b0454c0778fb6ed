"""Running the sandbox: in a test's own process or from the command line, by the same code."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.server import ServerState

from bot.sandbox import statefile
from bot.sandbox.app import build_app
from bot.sandbox.bell import Bell
from bot.sandbox.connection import Connection
from bot.sandbox.reach import name_in_url
from bot.sandbox.world import World

if TYPE_CHECKING:
    from bot.sandbox.mail.servers import MailServers

PATIENCE = 2.0


class Sandbox:
    """A listening sandbox: its worlds, and where to reach it."""

    def __init__(
        self,
        worlds: list[World],
        host: str = "127.0.0.1",
        password: str | None = None,
        mail: MailServers | None = None,
    ) -> None:
        self.worlds = {world.bot.token: world for world in worlds}
        self.host = host
        self.name = name_in_url(host)
        self.password = password
        self.mail = mail
        self.port = 0
        self.closing = Bell()
        self._app = build_app(self.worlds, self.closing, self.name, password)
        self._state = ServerState()
        self._server: asyncio.Server | None = None

    @property
    def world(self) -> World:
        """The first (mostly the only) bot's world."""
        return next(iter(self.worlds.values()))

    @property
    def welcome(self) -> list[str]:
        """The lines that tell whoever started it where to go, and what they will be asked for there."""
        return [*([f"User sandbox, password {self.password}"] if self.password else []), f"Open {self.url}/"]

    @property
    def url(self) -> str:
        """The root address, without a slash at the end."""
        return f"http://{self.name}:{self.port}"

    @property
    def smtp_url(self) -> str | None:
        """Where a mail program hands in letters, if the sandbox has mail."""
        return self.mail.smtp_url if self.mail else None

    @property
    def imap_url(self) -> str | None:
        """Where a mail program collects what is written to the join address."""
        return self.mail.imap_url if self.mail else None

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
        if self.mail is not None:
            await self.mail.start()

    async def stop(self) -> None:
        """Stop listening, let those who wait go, and finish what is being answered."""
        if self._server is None:
            return
        self._server.close()
        if self.mail is not None:
            await self.mail.stop()
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
    mail: bool = False,
    mail_ports: tuple[int, int] = (0, 0),
) -> AsyncIterator[Sandbox]:
    """A sandbox that listens while the block runs; `mail` adds SMTP and IMAP servers for the first world's mailbox."""
    kept = list(worlds) or [World()]
    if state is not None:
        statefile.load(state, kept)
    if seed is not None:
        statefile.sow(seed, kept)
    sandbox = Sandbox(kept, host, password, _mail_servers(kept[0], mail_ports) if mail else None)
    saving = None
    try:
        await sandbox.start(port)
        saving = asyncio.create_task(statefile.keep(state, kept)) if state is not None else None
        yield sandbox
    finally:
        await sandbox.stop()
        if saving is not None and state is not None:
            saving.cancel()
            await asyncio.gather(saving, return_exceptions=True)
            statefile.save(state, kept)


def _mail_servers(world: World, ports: tuple[int, int]) -> MailServers:
    from bot.sandbox.mail.servers import MailServers  # two libraries which nobody without mail should have to load

    return MailServers(world.mail, *ports)
