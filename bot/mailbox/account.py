"""Whose mailbox is read, as `IMAP_URL` says it."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from bot.setting_types import LOOPBACK
from domain.mailbox import Mailbox

PORTS = {"imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True)
class Account:
    """Where to log in, as whom, and which folder to read. ``seen``: letters that were taken count as read for people too."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    tls: bool
    seen: bool = False

    @classmethod
    def of_url(cls, url: str) -> "Account":
        """Return the account of a well-formed ``IMAP_URL``; without a path its folder is INBOX."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            tls=parts.scheme == "imaps",
            seen=parse_qs(parts.query).get("seen") == ["1"],
        )

    @property
    def mailbox(self) -> Mailbox:
        """What tells the mailbox from others; a new password or port makes no other of it."""
        return Mailbox(f"{self.user}@{self.host}", self.folder)

    @property
    def loopback(self) -> bool:
        """Whether the server is on this machine, so that nobody can listen in."""
        return self.host in LOOPBACK
