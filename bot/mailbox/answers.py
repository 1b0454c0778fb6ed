"""Reading what a server answers to FETCH. It is not trusted: what does not fit is left out."""

import imaplib
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A letter in the folder: its UID, its size in bytes, and when it came (UTC milliseconds)."""

    uid: int
    size: int
    received_at: int


def described(lines: Iterable[Any], now: int) -> Iterator[Found]:
    """Yield the letters described in an answer; one whose date cannot be read counts as come ``now``.

    Others may change flags meanwhile, and such lines stand in between.
    """
    for line in lines:
        if not isinstance(line, bytes):
            continue
        uid, size = _UID.search(line), _SIZE.search(line)
        if uid and size:
            received_at = _received_at(line)
            yield Found(int(uid[1]), int(size[1]), now if received_at is None else received_at)


def _received_at(line: bytes) -> int | None:
    try:
        received = imaplib.Internaldate2tuple(line)
        return int(time.mktime(received)) * 1000 if received else None
    except (KeyError, ValueError, OverflowError, OSError):  # such as a thirteenth month
        return None


def literal(lines: Iterable[Any]) -> bytes | None:
    """Return the letter in an answer, None when there is none."""
    return next((line[1] for line in lines if isinstance(line, tuple)), None)
