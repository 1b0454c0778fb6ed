"""Writes tables as an Excel file. Runs in a child process (`bot.making.child`): what a whole table takes is gone with it.

What people typed is written as text and nothing else: no cell becomes a formula or a link, whatever it begins with.
"""

import json
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from bot.tables.sheet import Kind

FORMATS: dict[str, dict[str, object]] = {
    Kind.TEXT: {"num_format": "@"},
    Kind.DATE: {"num_format": "yyyy-mm-dd", "align": "left"},
    Kind.MONEY: {"num_format": "#,##0.00"},
    Kind.NUMBER: {"num_format": "0"},
}
HEADING = {"bold": True, "bg_color": "#DDE7F3", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST = 32_767
"""Characters in a cell, by the file format."""


def write(given: bytes) -> bytes:
    """Return the Excel file of the sheets in ``given``: a JSON list of `bot.tables.sheet.Sheet`."""
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        heading = book.add_format(HEADING)
        formats = {kind: book.add_format(look) for kind, look in FORMATS.items()}
        for sheet in json.loads(given):
            _write_sheet(book.add_worksheet(sheet["name"]), sheet, heading, formats)
    return file.getvalue()


def _write_sheet(page: Worksheet, sheet: dict[str, Any], heading: Format, formats: dict[str, Format]) -> None:
    columns, rows = sheet["columns"], sheet["rows"]
    last = len(rows) + sheet["blank_rows"]
    for place, column in enumerate(columns):
        page.set_column(place, place, column["width"], formats[column["kind"]])
        page.write_string(0, place, column["heading"], heading)
        if column["choices"] and last:
            page.data_validation(1, place, last, place, {"validate": "list", "source": column["choices"]})
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, len(columns) - 1)
    for number, row in enumerate(rows, 1):
        for place, (value, column) in enumerate(zip(row, columns, strict=True)):
            if value not in (None, ""):
                _write_cell(page, (number, place), value, column["kind"], formats[column["kind"]])


def _write_cell(page: Worksheet, at: tuple[int, int], value: Any, kind: str, look: Format) -> None:
    if kind == Kind.TEXT:
        page.write_string(*at, value[:LONGEST], look)
    elif kind == Kind.DATE:
        page.write_datetime(*at, date.fromisoformat(value), look)
    else:
        page.write_number(*at, value / 100 if kind == Kind.MONEY else value, look)
