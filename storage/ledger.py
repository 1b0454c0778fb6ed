"""The ledger of erasures beside the backups: a backup is older than what was erased since, and a restore must repeat it.

A line says that somebody was erased, in numbers that mean nothing without the database. Lines are only ever added.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import orjson

from storage.erasure import Erasure
from storage.files import sync

NAME = "erasures.jsonl"


class LedgerUnreadableError(Exception):
    """The ledger cannot be read; the message says why, for people."""


def read(path: Path) -> list[Erasure]:
    """Return what the ledger holds, nothing where there is none. Raises `LedgerUnreadableError`.

    A last line without an end was cut off while it was written; it will be written again.
    """
    try:
        lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    except OSError as error:
        raise LedgerUnreadableError(f"The ledger of erasures {path} cannot be read: {error.strerror}.") from error
    return [_parsed(path, number, line) for number, line in enumerate(lines, 1) if line]


def add(path: Path, erasures: Iterable[Erasure]) -> int:
    """Add what the ledger does not hold yet and return how much that was; it is on the disk when this returns.

    Raises `LedgerUnreadableError`, or `OSError` when it cannot be written.
    """
    known = set(read(path))
    new = [each for each in erasures if each not in known]
    if new:
        _append(path, b"".join(orjson.dumps(each._asdict()) + b"\n" for each in new))
    return len(new)


def _append(path: Path, written: bytes) -> None:
    is_new = not path.exists()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as file:
        file.truncate(file.read().rfind(b"\n") + 1)  # a line that was cut off is written again
        file.seek(0, os.SEEK_END)
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync(path.parent)


def _parsed(path: Path, number: int, line: bytes) -> Erasure:
    try:
        return Erasure(**{name: int(value) for name, value in orjson.loads(line).items()})
    except (orjson.JSONDecodeError, AttributeError, TypeError, ValueError) as error:
        raise LedgerUnreadableError(f"The ledger of erasures {path} is damaged in line {number}.") from error
