"""Somebody who writes to the join address, over SMTP as their mail program does, and reads what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any
from urllib.parse import urlsplit

import aiosmtplib
from stage import Stage

File = tuple[str, str, bytes]
"""Name, media type and content."""


@dataclass
class Correspondent:
    """A person with a mailbox of their own."""

    stage: Stage
    address: str = "wang@firm.example"
    name: str = "王小明"
    sent: list[str] = field(default_factory=list)

    async def writes(
        self,
        text: str,
        subject: str = "入会咨询",
        *,
        answering: EmailMessage | None = None,
        files: Sequence[File] = (),
        envelope: str | None = None,
        **headers: str,
    ) -> str:
        """Send a letter to the join address and return its Message-ID; with ``answering`` one in that letter's thread."""
        message = EmailMessage(policy=SMTP)
        message["From"] = f"{self.name} <{self.address}>"
        message["To"] = self.stage.sandbox.world.mail.address
        message["Subject"] = f"Re: {answering['Subject']}" if answering else subject
        message["Message-ID"] = f"<{len(self.sent)}.{self.address}>"
        message["Date"] = "Tue, 24 Nov 2026 10:00:00 +0800"
        if answering is not None:
            message["In-Reply-To"] = message["References"] = answering["Message-ID"]
        for name, value in headers.items():
            del message[name.replace("_", "-")]
            message[name.replace("_", "-")] = value
        message.set_content(text)
        for name, mime, content in files:
            message.add_attachment(content, *mime.split("/"), filename=name)
        await self.sends(message.as_bytes(), self.address if envelope is None else envelope)
        self.sent.append(str(message["Message-ID"]))
        return self.sent[-1]

    async def sends(self, raw: bytes, envelope: str) -> None:
        """Hand a letter to the sandbox's mail server."""
        server = urlsplit(self.stage.sandbox.smtp_url or "")
        async with aiosmtplib.SMTP(hostname=server.hostname, port=server.port, start_tls=False, use_tls=False) as smtp:
            await smtp.sendmail(envelope, [self.stage.sandbox.world.mail.address], raw)

    def received(self) -> list[Any]:
        """Return the letters that came to this address, oldest first."""
        carried = [each for each in self.stage.sandbox.world.mail.carried() if self.address in each.recipients]
        return [message_from_bytes(each.raw, policy=default) for each in carried]

    async def gets(self, count: int = 1) -> Any:
        """Return the newest letter once there are ``count``."""

        async def there() -> bool:
            return len(self.received()) >= count

        await self.stage.control.eventually(there, f"{count} letters to {self.address}")
        return self.received()[count - 1]


def words(letter: Any) -> str:
    """Return what stands in a letter as plain text."""
    return str(letter.get_body(("plain",)).get_content())
