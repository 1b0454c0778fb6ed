"""A mail server that does as a test says at each step of a letter, and keeps what it has taken."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

CUT, HANG = "cut", "hang"
"""Instead of an answer: break the connection off, or never answer."""

CERTIFICATE = Path(__file__).with_name("localhost.pem")

TAKEN_THEN_CUT, TAKEN_THEN_HANG = "taken, then cut", "taken, then hang"


@dataclass
class Taken:
    """A letter the server answered for, or took before it broke off."""

    sender: str
    recipients: list[str]
    message: EmailMessage


@dataclass
class MailServer:
    """``plan`` has what happens next at a step (MAIL, RCPT, DATA, BODY): an answer, a word above, or "" for all is well."""

    plan: dict[str, deque[str]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    cut_after_taking: int = 0
    open: set[Any] = field(default_factory=set)
    password: str = "right"
    url: str = ""
    size_limit: int = 1_000_000
    empty: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.empty.set()

    def will(self, step: str, *answers: str) -> None:
        self.plan.setdefault(step, deque()).extend(answers)

    def planned(self, step: str) -> str | None:
        waiting = self.plan.get(step)
        return waiting.popleft() if waiting else None


class Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_MAIL(self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if answer := await self._as_planned("MAIL", smtp):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if answer := await self._as_planned("RCPT", smtp):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:
        planned = self.server.planned("BODY")
        if not planned or planned.startswith("taken"):
            message = message_from_bytes(envelope.original_content, policy=policy.default)
            self.server.cut_after_taking += bool(planned)
            self.server.taken.append(Taken(envelope.mail_from or "", list(envelope.rcpt_tos), message))
        if not planned:
            return "250 OK"
        return await self._do(planned.rpartition(" ")[2] if planned.startswith("taken") else planned, smtp) or "250 OK"

    async def _as_planned(self, step: str, smtp: SMTP) -> str | None:
        planned = self.server.planned(step)
        return await self._do(planned, smtp) if planned else None

    async def _do(self, planned: str, smtp: SMTP) -> str | None:
        if planned == CUT:
            smtp.transport.abort()
        if planned in (CUT, HANG):
            await asyncio.Event().wait()
        return planned


class Connection(SMTP):
    def __init__(self, server: MailServer, tls: ssl.SSLContext | None) -> None:
        super().__init__(
            Handler(server),
            hostname="mail.test",
            data_size_limit=server.size_limit,
            auth_require_tls=False,
            authenticator=self._let_in,
            tls_context=tls,
            loop=asyncio.get_running_loop(),
        )
        self.server = server

    def _let_in(self, _server: Any, _session: Any, _envelope: Any, _mechanism: Any, data: Any) -> AuthResult:
        return AuthResult(success=data.password == self.server.password.encode(), handled=False)

    def connection_made(self, transport: Any) -> None:
        self.server.connections += 1
        self.server.open.add(self)
        self.server.empty.clear()
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.server.open.discard(self)
        if not self.server.open:
            self.server.empty.set()
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:
        planned = self.server.planned("DATA")
        if not planned:
            await super().smtp_DATA(arg)
        elif planned == CUT:
            self.transport.abort()
        else:
            await self.push(planned)


@asynccontextmanager
async def a_mail_server(*, starttls: bool = False, smtps: bool = False) -> AsyncIterator[MailServer]:
    """Run a server; encrypted ones show the certificate in `CERTIFICATE`, which nobody trusts by himself."""
    server, loop, tls = MailServer(), asyncio.get_running_loop(), _tls() if starttls or smtps else None
    listening = await loop.create_server(
        lambda: Connection(server, tls if starttls else None), "127.0.0.1", 0, ssl=tls if smtps else None
    )
    scheme, port = "smtps" if smtps else "smtp", listening.sockets[0].getsockname()[1]
    server.url = f"{scheme}://desk%40alliance.example:{server.password}@127.0.0.1:{port}"
    try:
        yield server
    finally:
        listening.close()
        for connection in list(server.open):
            connection.transport.abort()
        await server.empty.wait()
        await listening.wait_closed()


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context
