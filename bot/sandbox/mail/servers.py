"""The two servers before the mailbox."""

from __future__ import annotations

from urllib.parse import quote

from bot.sandbox.mail.imap import ImapConnection, imap_server
from bot.sandbox.mail.listening import HOST, Listener
from bot.sandbox.mail.post import Post
from bot.sandbox.mail.smtp import SmtpConnection


class MailServers:
    """SMTP and IMAP for one post, on the same ports again after an outage."""

    def __init__(self, post: Post, smtp_port: int = 0, imap_port: int = 0) -> None:
        self.post = post
        imap = imap_server(post)
        self._smtp = Listener(lambda listener: SmtpConnection(post, listener), smtp_port)
        self._imap = Listener(lambda listener: ImapConnection(imap, listener), imap_port)

    @property
    def smtp_url(self) -> str:
        """Where letters are handed in. Any name and password will do; these are an example."""
        return f"smtp://{self._example}:{self._smtp.port}"

    @property
    def imap_url(self) -> str:
        """Where letters are collected."""
        return f"imap://{self._example}:{self._imap.port}"

    @property
    def _example(self) -> str:
        return f"{quote(self.post.address, safe='')}:sandbox@{HOST}"

    async def start(self) -> None:
        """Listen."""
        await self._smtp.start()
        await self._imap.start()

    async def stop(self) -> None:
        """Stop listening, and break off whoever is there."""
        await self._smtp.stop()
        await self._imap.stop()
