"""Reads a table that somebody sent, Excel or CSV. Runs in a child process (`bot.making.child`), whose limits hold it.

An Excel file is a zip archive. What it says it holds is added up before anything is inflated, and what comes out is counted
while it is; the library that knows the format is then given exactly what was counted. Cells come out as they are shown: of a
formula the value it had.
"""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import orjson
from python_calamine import CalamineError, CalamineWorkbook

from bot.tables.limits import MOST_COLUMNS, MOST_INFLATED, MOST_PARTS, MOST_ROWS

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How a file of the old format begins, and one with a password."""

PIECE = 1 << 20
SEPARATORS = ",;\t"

Row = list[Any]


class Unusable(Exception):
    """The file cannot be read; ``why`` is a word for it, of `bot.tables.read.Why`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read(given: bytes) -> bytes:
    """Return, as JSON, the ``rows`` of the first sheet in ``given``, or ``why`` it cannot be read."""
    try:
        return orjson.dumps({"rows": _within_limits(_rows(given))})
    except Unusable as error:
        return orjson.dumps({"why": error.why})


def _rows(given: bytes) -> Iterable[Row]:
    if given.startswith(ZIP):
        return _of_excel(given)
    if given.startswith(OLD_EXCEL):
        raise Unusable("old_excel")
    return _of_csv(given)


def _within_limits(rows: Iterable[Row]) -> list[Row]:
    """Return the rows without what is blank at their ends; nothing beyond the limits is kept."""
    kept: list[Row] = []
    for row in rows:
        cells = [_plain(cell) for cell in row]
        while cells and cells[-1] in ("", None):
            del cells[-1]
        if len(cells) > MOST_COLUMNS:
            raise Unusable("columns")
        kept.append(cells)
        if len(kept) > MOST_ROWS + 1 and cells:  # the headings do not count
            raise Unusable("rows")
    return kept


def _plain(cell: Any) -> Any:
    """Return a cell as JSON has it: a day as 2020-04-09, a time of day or a span as it is written."""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return cell if isinstance(cell, str | int | float) and not isinstance(cell, bool) else str(cell)


# --- Excel ----------------------------------------------------------------------------------------------------------


def _of_excel(given: bytes) -> Iterator[Row]:
    try:
        book = CalamineWorkbook.from_filelike(_counted(given))
        sheet = book.get_sheet_by_index(0)
    except (CalamineError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError):
        raise Unusable("damaged") from None
    return sheet.iter_rows()


def _counted(given: bytes) -> BytesIO:
    """Return the archive with its parts inflated, having counted them."""
    counted = BytesIO()
    with zipfile.ZipFile(BytesIO(given)) as archive, zipfile.ZipFile(counted, "w", zipfile.ZIP_STORED) as plain:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Unusable("parts")
        if sum(part.file_size for part in parts) > MOST_INFLATED:
            raise Unusable("inflated")
        left = MOST_INFLATED
        for part in parts:
            with archive.open(part) as packed, plain.open(part.filename, "w") as unpacked:
                for piece in iter(lambda: packed.read(PIECE), b""):
                    left -= len(piece)
                    if left < 0:
                        raise Unusable("inflated")
                    unpacked.write(piece)
    counted.seek(0)
    return counted


# --- CSV ------------------------------------------------------------------------------------------------------------


def _of_csv(given: bytes) -> Iterator[Row]:
    text = _decoded(given)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error:
        raise Unusable("damaged") from None


def _decoded(given: bytes) -> str:
    """Read the text as UTF-8, or as Chinese Excel writes it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = given.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unusable("not_text")
