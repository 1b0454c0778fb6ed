"""Reading whatever somebody calls a letter. All the errors the standard library raises on malformed ones end here."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser
from typing import TypeVar

_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
"""Mail programs name the older character set and use characters of the newer one."""

_SHELL = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
_MOST_SHELLS = 100

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is kept beside the text."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a letter, as far as it can be made out."""

    sender: str
    subject: str
    message_id: str
    in_reply_to: str
    references: str
    reply_to: str
    text: str
    attachments: tuple[Attachment, ...]


def read(raw: bytes) -> Content:
    """What stands in a letter; one that cannot be taken apart is all text."""
    parsed = None if is_nutshell(raw) else tried(lambda: email.message_from_bytes(raw, policy=policy.default), None)
    letter = parsed or _opaque(raw)
    body = _body(letter)
    parts: list[MIMEPart] = tried(lambda: list(_leaves(letter)), [])
    kept = [part for part in parts if part is not body and _is_kept(part)]
    return Content(
        sender=_header(letter, "From"),
        subject=_header(letter, "Subject"),
        message_id=_header(letter, "Message-ID"),
        in_reply_to=_header(letter, "In-Reply-To"),
        references=_header(letter, "References"),
        reply_to=_header(letter, "Reply-To"),
        text=_text(body) if body else "",
        attachments=tuple(_attachment(part, number) for number, part in enumerate(kept, 1)),
    )


def is_nutshell(raw: bytes) -> bool:
    """Whether a letter has so many shells, one in another, that taking them off would take minutes."""
    return len(_SHELL.findall(raw)) > _MOST_SHELLS


def tried(attempt: Callable[[], Value], otherwise: Value) -> Value:
    """What an attempt to read something malformed gives, or else something harmless."""
    try:
        return attempt()
    except Exception:  # noqa: BLE001
        return otherwise


def _opaque(raw: bytes) -> EmailMessage:
    letter = EmailMessage()
    letter.set_content(_clean(raw.decode("utf-8", "replace")))
    return letter


def _clean(text: str) -> str:
    """Text that can be written as UTF-8: half characters become question marks."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _header(letter: MIMEPart, name: str) -> str:
    """A header on one line; as it was written, where it cannot be parsed."""
    written = next((value for key, value in letter.raw_items() if key.lower() == name.lower()), None)
    if written is None:
        return ""
    return " ".join(_clean(tried(lambda: str(letter[name]), "") or str(written)).split())


def _body(letter: MIMEPart) -> MIMEPart | None:
    """The part to read; also of what says that it has parts, and has none."""
    found = tried(lambda: letter.get_body(("plain", "html")), None)
    alone = not letter.is_multipart() and tried(letter.get_content_maintype, "text") in {"text", "multipart"}
    return found or (letter if alone else None)


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    """The parts that have none themselves; an enclosed letter is one."""
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _leaves(inner)
    else:
        yield part


def _is_kept(part: MIMEPart) -> bool:
    """Whether a part beside the body is an attachment; another form of the text is not."""
    return tried(lambda: bool(part.get_filename()) or part.is_attachment() or part.get_content_maintype() != "text", True)


def _attachment(part: MIMEPart, number: int) -> Attachment:
    mime = _clean(tried(part.get_content_type, "application/octet-stream"))
    name = _clean(tried(part.get_filename, None) or f"{number}.{mime.partition('/')[2]}")
    return Attachment(name, mime, _content(part))


def _content(part: MIMEPart) -> bytes:
    """What a part carries; of an enclosed letter, the letter."""
    if part.is_multipart():
        return tried(lambda: b"".join(inner.as_bytes() for inner in part.iter_parts()), b"")
    return tried(lambda: bytes(part.get_payload(decode=True) or b""), b"")


def _text(part: MIMEPart) -> str:
    """The words of a part."""
    named = str(tried(part.get_content_charset, None) or "utf-8")
    payload = _content(part)
    plain = payload.decode("utf-8", "replace")
    text = _clean(tried(lambda: payload.decode(_WIDER.get(named, named), "replace"), plain))
    if tried(part.get_content_subtype, "plain") != "html":
        return text
    return tried(lambda: _Words().of(text), text)


class _Words(HTMLParser):
    """The words of a page, without what only a browser reads."""

    HIDDEN = frozenset({"head", "script", "style", "title"})
    BREAKS = frozenset({"br", "div", "h1", "h2", "h3", "li", "p", "table", "tr"})

    def of(self, page: str) -> str:
        """The words, a line for each block."""
        self.words: list[str] = []
        self.hidden = 0
        self.feed(page)
        self.close()
        lines = (" ".join(line.split()) for line in "".join(self.words).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Go out of sight, or begin a line."""
        self.hidden += tag in self.HIDDEN
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Come back into sight."""
        self.hidden -= tag in self.HIDDEN and self.hidden > 0

    def handle_data(self, data: str) -> None:
        """Keep what can be seen; a line's end in the source is none on the page."""
        if not self.hidden:
            self.words.append(data.replace("\n", " "))
