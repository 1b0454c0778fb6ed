"""The IMAP side: pymap speaks the protocol, the mailbox is the post's. Whoever logs in, by whatever name, is let in."""

from __future__ import annotations

import asyncio
import ssl
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Identity, Login
from pymap.backend.session import BaseSession
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.interfaces.login import IdentityInterface
from pymap.parsing.command import auth
from pymap.parsing.exceptions import NotParseable
from pymap.parsing.modutf7 import modutf7_decode
from pymap.parsing.specials import mailbox

from bot.sandbox.mail.imapfolders import FolderSet
from bot.sandbox.mail.imapletters import Message
from bot.sandbox.mail.letters import LARGEST
from bot.sandbox.mail.listening import Listener
from bot.sandbox.mail.post import Post


def _folder_name(written: bytes) -> str:
    """A folder's name as a client writes it. In one that breaks off, pymap would look for the end for ever."""
    _, begun, rest = written.rpartition(b"&")
    try:
        if begun and b"-" not in rest:
            raise ValueError(written)
        return modutf7_decode(written)
    except ValueError as error:
        raise NotParseable(memoryview(written)) from error


for module in (auth, mailbox):  # there is no other way in
    module.modutf7_decode = _folder_name  # type: ignore[attr-defined]


class Settings(Config):
    """pymap's settings, without what would ask the network or the environment."""

    def __init__(self) -> None:
        super().__init__(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=None,
            port=0,
            demo_data=False,
            demo_user="",
            demo_password="",
            tls_enabled=False,
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
            cpu_subsystem=Subsystem.for_asyncio(),
            max_append_len=LARGEST,
        )

    @property
    def greeting(self) -> bytes:
        """The first words, which by default name the machine after asking for its name."""
        return b"Sandbox ready"


class Door(Login):
    """Lets everybody in."""

    def __init__(self, settings: Settings, post: Post) -> None:
        super().__init__(settings)
        self.post = post

    async def authenticate(self, credentials: Any) -> Identity:
        """Believe any name and password."""
        return Visitor(credentials.authcid, self, self.post)

    async def authorize(self, authenticated: IdentityInterface, authzid: str) -> Identity:
        """Let them act for anybody."""
        return Visitor(authzid, self, self.post)


class Visitor(Identity):
    """Somebody who logged in, whoever it is."""

    def __init__(self, name: str, door: Door, post: Post) -> None:
        super().__init__(name, door, None, frozenset())
        self.post = post

    @asynccontextmanager
    async def new_session(self) -> AsyncIterator[Session]:  # type: ignore[override]  # the dict backend asks for its own
        """A session with the one mailbox there is."""
        self.post.collected = True
        yield Session(self.name, self.config, FolderSet(self.post))


class Session(BaseSession[Message]):
    """What a visitor does with the mailbox."""

    def __init__(self, owner: str, config: Config, folders: FolderSet) -> None:
        super().__init__(owner)
        self._config, self._folders = config, folders

    @property
    def config(self) -> Config:
        """pymap's settings."""
        return self._config

    @property
    def mailbox_set(self) -> FolderSet:
        """The folders."""
        return self._folders


class WholeWriter(asyncio.StreamWriter):
    """Sends every answer in one piece: mail programs that wait in IDLE are known to stumble over half a line."""

    def __init__(self, transport: asyncio.WriteTransport, protocol: ImapConnection, reader: asyncio.StreamReader) -> None:
        super().__init__(transport, protocol, reader, asyncio.get_running_loop())
        self._kept = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep it until the answer is whole."""
        self._kept += data

    async def drain(self) -> None:
        """Send what was kept, if anybody is still there."""
        if self.is_closing():
            raise ConnectionResetError
        super().write(bytes(self._kept))
        self._kept.clear()
        await super().drain()


def imap_server(post: Post) -> IMAPServer:
    """What understands the protocol, for every connection."""
    settings = Settings()
    return IMAPServer(Door(settings, post), settings)


class ImapConnection(asyncio.StreamReaderProtocol):
    """What talks to one client; it is over when the last word is said, a moment after the connection is lost."""

    def __init__(self, server: IMAPServer, listener: Listener) -> None:
        super().__init__(asyncio.StreamReader(), self._talk)
        self._server, self._listener = server, listener

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to talk."""
        self._listener.opened(self, transport)
        super().connection_made(transport)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        whole = WholeWriter(writer.transport, self, reader)
        try:
            await self._server(reader, whole, SocketInfoLocal(whole))
        finally:
            self._listener.over(self)
