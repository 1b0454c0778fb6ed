"""What a stranger's file may be: limits hold before and while it is unpacked, and what is written is text."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.making.process import ChildFailed, Limits, done
from bot.tables import limits, reading
from bot.tables.sheet import Column, Kind, Sheet
from bot.tables.writing import write
from domain.roster_table import COLUMNS, Problem, read


def an_archive(*parts: tuple[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def lying(archive: bytes, size: int) -> bytes:
    """Return an archive whose directory says that its first part is ``size`` bytes long."""
    at = archive.index(b"PK\x01\x02") + 24
    return archive[:at] + struct.pack("<I", size) + archive[at + 4 :]


def a_book(fill: Callable[[Workbook], None]) -> bytes:
    fill(book := Workbook())
    book.save(file := BytesIO())
    return file.getvalue()


def a_lone_corner(book: Workbook) -> None:
    book.active["C3"] = "here"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0 an old one, or one with a password", "old_excel"),
        (b"\x00\x01\x02\xff", "not_text"),
        (b"PK\x03\x04 nothing more", "damaged"),
        (an_archive(("a", b"no sheet")), "damaged"),
        (lying(an_archive(("a", bytes(5000))), 10), "damaged"),
        (an_archive(*((str(number), b"") for number in range(limits.MOST_PARTS + 1))), "parts"),
        (lying(an_archive(("a", b"small")), limits.MOST_INFLATED + 1), "inflated"),
        (b"name\n" * (limits.MOST_ROWS + 2), "rows"),
        (b",".join([b"x"] * (limits.MOST_COLUMNS + 1)), "columns"),
        (b'"a quote that never ends', "damaged"),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, why: str) -> None:
    assert orjson.loads(reading.read(content)) == {"why": why}


def test_what_comes_out_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_INFLATED", 2**40)
    monkeypatch.setattr(reading, "PIECE", 10)
    with pytest.raises(zipfile.BadZipFile):
        reading._counted(lying(an_archive(("a", bytes(100))), 50))


def test_rows_keep_their_numbers() -> None:
    assert orjson.loads(reading.read(a_book(a_lone_corner))) == {"rows": [[], [], ["here"]]}


TRICKS = st.sampled_from(["=1+1", "+86 138 0013 8000", "-2", "@SUM(A1)", "\t=1", "＝1", "http://a.example", "007", "{=1}"])
CELL = TRICKS | st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=20)


@settings(max_examples=15, deadline=None)
@given(st.lists(CELL, min_size=1, max_size=20), st.integers(0, 10**12))
def test_what_is_written_is_text_and_comes_back(cells: list[str], fen: int) -> None:
    columns = (Column("a"), Column("b", Kind.MONEY))
    content = write(orjson.dumps([Sheet("s", columns, [(cell, fen) for cell in cells])]))
    found = list(load_workbook(BytesIO(content)).active.iter_rows(min_row=2))
    assert all(row[0].data_type in ("s", "n") and row[0].hyperlink is None for row in found)
    assert [row[0].value or "" for row in found] == cells
    assert all(round((row[1].value or 0) * 100) == fen for row in found)
    rows = orjson.loads(reading.read(content))["rows"][1:]
    assert [row[0] for row in rows] == cells


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.none() | st.integers() | st.floats() | st.text(max_size=30)))
def test_any_cell_is_read_or_named(cells: dict[str, str | int | float | None]) -> None:
    words = {column: {"word": "active"} for column in ("state", "tier", "fields")} | {"kind": {}, "language": {}}
    line = read(2, cells, words)
    told = {*line.values, *(f"{role}.{part}" for role, parts in line.contacts.items() for part in parts)}
    assert told.isdisjoint(problem.column for problem in line.problems if isinstance(problem, Problem))
    assert told | {problem.column for problem in line.problems} <= cells.keys()


async def test_a_child_that_breaks_or_outgrows_its_limits_ends_alone() -> None:
    with pytest.raises(ChildFailed):
        await done("bot.tables.writing:write", b"no JSON")
    with pytest.raises(ChildFailed):
        await done("bot.tables.reading:read", b"name", Limits(megabytes=1))
