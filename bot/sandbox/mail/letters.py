"""A letter as it went over the wire, and as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from bot.sandbox.mail import reading

LARGEST = 25 * 1024 * 1024
"""The size in bytes that mail providers commonly take."""

Kind = Literal["received", "sent", "filed"]


@dataclass(frozen=True)
class Letter:
    """Received at the join address, sent from it to somebody, or filed in a folder by a mail program."""

    n: int
    kind: Kind
    at_ms: int
    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @cached_property
    def content(self) -> reading.Content:
        """What stands in it."""
        return reading.read(self.raw)

    def view(self) -> dict[str, Any]:
        """The letter as the control API shows it."""
        content = self.content
        return {
            "n": self.n,
            "at_ms": self.at_ms,
            "kind": self.kind,
            "from": content.sender or self.sender,
            "to": self.recipients,
            "subject": content.subject,
            "text": content.text,
            "attachments": [
                {"name": part.name, "mime": part.mime, "size": len(part.content), "index": index}
                for index, part in enumerate(content.attachments)
            ],
            "message_id": content.message_id,
            "in_reply_to": content.in_reply_to,
        }
