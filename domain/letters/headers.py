"""The headers of a letter: decoded, on one line, and never longer than they need be.

Addresses are read by the library's older parser: its newer header classes take minutes or hundreds of megabytes for what an
attacker may write into a single line.
"""

import binascii
import re
from collections.abc import Callable
from datetime import UTC
from email.message import Message
from email.quoprimime import header_decode
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeVar

from domain.letters.charsets import decode
from domain.letters.cleaning import line
from domain.letters.letter import Address

_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_MOST_ADDRESSES = 50
_MOST_REFERENCES = 50
_MOST_SUBJECT = 300
_MOST_NAME = 100
_FIRST_YEAR, _LAST_YEAR = 1990, 2100

Value = TypeVar("Value")


def tried(attempt: Callable[[], Value], otherwise: Value) -> Value:
    """Return what an attempt to read something malformed gives, or else something harmless.

    The standard library raises a dozen kinds of error on malformed letters, RecursionError among them.
    """
    try:
        return attempt()
    except Exception:  # noqa: BLE001
        return otherwise


def header(part: Message, name: str) -> str:
    """Return the first header of that name as it was written, unfolded; nothing where there is none."""
    found = next((value for key, value in part.raw_items() if key.lower() == name.lower()), "")
    return " ".join(str(found).split())


def words(value: str) -> str:
    """Return a header's text with its encoded words decoded.

    Words that follow each other are joined before they are decoded: mail programs cut characters in two.
    """
    said: list[str] = []
    held, charset, end = b"", "", 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        if between.strip() or word[1].lower() != charset:
            said += [decode(held, charset), between if between.strip() or not end else ""]
            held = b""
        charset, end = word[1].lower(), word.end()
        held += _bytes(word[2].lower(), word[3])
    return "".join([*said, decode(held, charset), value[end:]])


def _bytes(encoding: str, text: str) -> bytes:
    if encoding == "q":
        return header_decode(text).encode("latin-1", "replace")
    return tried(lambda: binascii.a2b_base64(text.encode("ascii", "ignore") + b"==="), b"")


def subject(part: Message) -> str:
    """Return what the letter is about, safe to use in a header again."""
    return line(words(header(part, "Subject")), _MOST_SUBJECT)


def addresses(part: Message, name: str) -> tuple[Address, ...]:
    """Return who stands in a header; what is no address is left out."""
    written = header(part, name)
    unparsed = [("", found) for found in _ADDRESS.findall(written)]
    pairs = tried(lambda: getaddresses([written]), unparsed)
    found = {address: called for called, address in pairs if _ADDRESS.fullmatch(address) and address in written}
    return tuple(Address(_normal(address), _name(called)) for address, called in list(found.items())[:_MOST_ADDRESSES])


def _normal(address: str) -> str:
    """The domain in small letters; what stands before it is the receiving server's own matter."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _name(called: str) -> str:
    return line(words(called).strip("\"' "), _MOST_NAME)


def message_ids(part: Message, name: str) -> tuple[str, ...]:
    """Return the Message-IDs in a header; of very many, the first and the latest."""
    found = _MESSAGE_ID.findall(header(part, name))
    return tuple(found if len(found) <= _MOST_REFERENCES else [found[0], *found[1 - _MOST_REFERENCES :]])


def date(part: Message) -> int | None:
    """Return when the letter says it was written, as UTC milliseconds; None also for years in which nobody wrote mail."""
    said = tried(lambda: parsedate_to_datetime(header(part, "Date")), None)
    if said is None or not _FIRST_YEAR <= said.year < _LAST_YEAR:
        return None
    return int((said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp() * 1000)
