"""Has a table read in a child process, and says why it cannot be where it cannot."""

from enum import StrEnum
from pathlib import Path

import orjson

from bot.making.process import ChildFailed, Limits, done
from bot.tables.limits import MOST_BYTES
from domain.roster_table import Cell

READS = "bot.tables.reading:read"
LIMITS = Limits(megabytes=1024, seconds=60)


class Why(StrEnum):
    """Why a file cannot be read as a table."""

    MISSING = "missing"
    BYTES = "bytes"
    OLD_EXCEL = "old_excel"
    NOT_TEXT = "not_text"
    DAMAGED = "damaged"
    PARTS = "parts"
    INFLATED = "inflated"
    ROWS = "rows"
    COLUMNS = "columns"
    BEYOND = "beyond"
    """The child broke on it, or needed more than it may."""


class UnreadableError(Exception):
    """The file cannot be read as a table."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def content_of(file: Path) -> bytes:
    """Return what stands in a file, of which no more than allowed is read; raise `UnreadableError`."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError:
        raise UnreadableError(Why.MISSING) from None
    if len(content) > MOST_BYTES:
        raise UnreadableError(Why.BYTES)
    return content


async def rows_of(content: bytes) -> list[list[Cell]]:
    """Return the cells of the first sheet, row by row; raise `UnreadableError`."""
    try:
        answer = orjson.loads(await done(READS, content, LIMITS))
    except ChildFailed:
        raise UnreadableError(Why.BEYOND) from None
    if "why" in answer:
        raise UnreadableError(Why(answer["why"]))
    rows: list[list[Cell]] = answer["rows"]
    return rows
