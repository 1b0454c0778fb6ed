"""Writing a letter as a prospect's mail program would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid, parseaddr

from bot.sandbox.errors import ControlError
from bot.sandbox.mail.letters import Letter
from bot.sandbox.mail.reading import Attachment


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes, and the letter they answer."""

    sender: str
    subject: str | None
    text: str
    attachments: list[Attachment]
    answered: Letter | None


def compose(draft: Draft, to: str, at_ms: int) -> bytes:
    """The whole letter; an answer goes where the letter it answers wants it."""
    letter = EmailMessage()
    name, address = parseaddr(draft.sender)
    try:
        letter["From"] = author = Address(name, addr_spec=address)
        letter["To"] = _answer_address(draft.answered) or to
        letter["Subject"] = _subject(draft)
        letter["Date"] = datetime.fromtimestamp(at_ms / 1000, UTC)
        letter["Message-ID"] = make_msgid(domain=author.domain)
        letter.set_content(draft.text)
        for part in draft.attachments:
            kind, _, subtype = part.mime.partition("/")
            letter.add_attachment(part.content, kind, subtype, filename=part.name)
        return _thread(draft.answered) + letter.as_bytes(policy=SMTP)
    except (ValueError, IndexError, MessageError) as error:
        raise ControlError("expected a from with a mail address, and a subject and file names on one line") from error


def _answer_address(answered: Letter | None) -> str:
    return parseaddr(answered.content.reply_to or answered.content.sender)[1] if answered else ""


def _subject(draft: Draft) -> str:
    if draft.subject is not None or draft.answered is None:
        return draft.subject or ""
    subject = draft.answered.content.subject
    return subject if re.match(r"re\s*[:：]", subject, re.IGNORECASE) else f"Re: {subject}"


def _thread(answered: Letter | None) -> bytes:
    """The lines that put an answer into its thread, written here because the library garbles identifiers longer than a line."""
    if answered is None or not answered.content.message_id:
        return b""
    own = answered.content.message_id
    above = "\r\n ".join([*answered.content.references.split(), own])
    return f"In-Reply-To: {own}\r\nReferences: {above}\r\n".encode("ascii", "replace")
