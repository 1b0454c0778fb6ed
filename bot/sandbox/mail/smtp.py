"""The SMTP side: takes a letter from anybody to anybody, and carries none out of this process."""

from __future__ import annotations

import asyncio
import logging

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bot.sandbox.mail.letters import LARGEST
from bot.sandbox.mail.listening import Listener
from bot.sandbox.mail.post import Post

logging.getLogger("mail.log").setLevel(logging.ERROR)  # below that it writes down who wrote to whom, and warns of itself


class Carrier:
    """What becomes of a letter that was handed in."""

    def __init__(self, post: Post) -> None:
        self.post = post

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take it."""
        recipients = [_written(address) for address in envelope.rcpt_tos]
        self.post.take(_written(envelope.mail_from or ""), recipients, envelope.original_content or b"")
        return "250 OK"


def _written(address: str) -> str:
    """An address as it came, but for bytes that are no text."""
    return address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class SmtpConnection(SMTP):
    """What talks to one client, and believes whatever it says it is called."""

    def __init__(self, post: Post, listener: Listener) -> None:
        super().__init__(
            Carrier(post),
            hostname="sandbox",
            ident="SMTP",
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            auth_require_tls=False,
            authenticator=lambda *_: AuthResult(success=True),
            loop=asyncio.get_running_loop(),
        )
        self._listener = listener

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to talk."""
        self._listener.opened(self, transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Fall silent."""
        super().connection_lost(error)
        self._listener.over(self)
