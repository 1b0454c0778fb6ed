"""A letter taken apart by the standard library, within limits that hold while it works.

The library itself has none: a few kilobytes can nest thousands of parts, or hold a header that takes minutes. So it asks here
for every part and every header; where it asks for one too many it stops, and what it has read until then is read.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32, Policy
from email.utils import collapse_rfc2231_value
from itertools import count, islice
from typing import Any

from domain.letters.charsets import decode, from_header
from domain.letters.headers import tried
from domain.letters.pages import text_of

MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 50
MOST_DEPTH = 10
_MOST_HEADER = 8 * 1024
_MOST_HEADERS = 1000
_MOST_LINES = 500_000
_MOST_TEXT_BYTES = 512 * 1024
_PAGE = re.compile(r"\s*(?:<!doctype html|<html)\b", re.IGNORECASE)


class _Full(Exception):
    """A letter has more than anybody needs."""


class _Bounded(Compat32):
    """Reads headers no further than they may be long, and no more of them than a letter may have.

    Bytes that no header may have are made text here, before the library puts question marks for them.
    """

    headers_read: Iterator[int] = count()

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return a header's name and what it says."""
        if next(self.headers_read) >= _MOST_HEADERS:
            raise _Full
        name, _, value = "".join(sourcelines)[:_MOST_HEADER].partition(":")
        return name, from_header(value.strip())


class _Part(Message):
    """A part that knows how deep it lies."""

    depth = 0

    def attach(self, payload: Any) -> None:
        """Take a part in, unless letters do not go so deep."""
        payload.depth = self.depth + 1
        if payload.depth > MOST_DEPTH:
            raise _Full
        super().attach(payload)


def parse(raw: bytes) -> tuple[Message, bool]:
    """Return the letter in parts and whether that is all of it."""
    parts: list[Message] = []

    def another(policy: Policy) -> Message:
        if len(parts) == MOST_PARTS:
            raise _Full
        parts.append(_Part(policy))
        return parts[-1]

    policy = _Bounded(message_factory=another, headers_read=count())  # type: ignore[call-arg]  # any attribute of its class
    bounded = _shortened(raw)
    whole = tried(lambda: message_from_bytes(bounded, policy=policy), None) is not None
    return (parts[0] if parts else Message()), whole and len(bounded) == len(raw)


def _shortened(raw: bytes) -> bytes:
    """The letter up to as many bytes and lines as letters have: millions of lines would take long."""
    beyond = next(islice(re.finditer(rb"\n", raw), _MOST_LINES, None), None)
    return raw[: min(beyond.start(), MOST_BYTES) if beyond else MOST_BYTES]


def inner(part: Message) -> list[Message]:
    """Return the parts directly in this one; an enclosed letter, or a report, is one part."""
    return children(part) if part.get_content_maintype() == "multipart" else []


def enclosed(part: Message) -> Message | None:
    """Return the letter that a part encloses."""
    return next(iter(children(part)), None) if part.get_content_type() in ("message/rfc822", "message/global") else None


def children(part: Message) -> list[Message]:
    """Return what the parser has split a part into: its parts, the letter it encloses, or the blocks of a report."""
    return [child for child in part.get_payload() if isinstance(child, Message)] if part.is_multipart() else []


def leaves(part: Message) -> Iterator[Message]:
    """Yield the parts that have none themselves."""
    if not (within := inner(part)):
        yield part
    for child in within:
        yield from leaves(child)


def is_text(part: Message) -> bool:
    """Whether a part is to be read, and not a file; also one that says it has parts and has none."""
    readable = part.get_content_type() in ("text/plain", "text/html") or part.get_content_maintype() == "multipart"
    return readable and part.get_content_disposition() != "attachment" and not tried(part.get_filename, None)


def content(part: Message) -> bytes:
    """Return what a part carries; of an enclosed letter, the letter."""
    if part.is_multipart():
        return tried(lambda: b"\n".join(child.as_bytes() for child in children(part)), b"")
    return tried(lambda: bytes(part.get_payload(decode=True) or b""), b"")


def words(part: Message) -> str:
    """Return the text of a part: of several forms the plain one, unless it is empty; of several texts, all."""
    within = inner(part)
    if not within:
        return _own_words(part) if is_text(part) else ""
    texts = [(child.get_content_type(), words(child)) for child in within]
    said = [text for _, text in texts if text.strip()]
    if part.get_content_subtype() != "alternative":
        return "\n\n".join(said)
    return next((text for kind, text in texts if kind == "text/plain" and text.strip()), said[0] if said else "")


def _own_words(part: Message) -> str:
    text = decode(content(part)[:_MOST_TEXT_BYTES], _parameter(part, "charset"))
    if part.get_content_type() == "text/html" or _PAGE.match(text):
        return text_of(text)
    if _parameter(part, "format") == "flowed":
        return _unwrapped(text, "" if _parameter(part, "delsp") == "yes" else " ")
    return text.replace("&nbsp;", " ")  # QQ leaves it in the plain form


def _parameter(part: Message, name: str) -> str:
    return collapse_rfc2231_value(tried(lambda: part.get_param(name), None) or "").lower()


def _unwrapped(text: str, joint: str) -> str:
    """Text whose lines a mail program has broken, as its writer typed it (RFC 3676); quoted lines stay as they are."""
    typed = re.sub(r"(?m)^(?!>)(.*\S) \r?\n(?!>|--? ?\r?$)", lambda found: found[1] + joint, text)
    return re.sub(r"(?m)^ (?=[ >]|From )", "", typed)
