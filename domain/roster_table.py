"""The roster as a table: its columns, and what stands in a row of one that somebody filled in.

A row has one member, with one contact of each role. Cells are read as people write them, and every fault of a row is named at
once. A blank cell says nothing: what the roster has stays.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from domain.contacts import contact
from domain.enquiries import OrganisationKind
from domain.languages import Language
from domain.names import folded
from domain.organisations import credit_code, one_line
from domain.roster import ContactRole, MemberState

ENTRY = (
    "name", "name_en", "credit_code", "kind", "tier", "fields", "city", "address", "joined_on", "state",
    "invoice_title", "invoice_code",
)  # fmt: skip
"""The columns about a member, each a field of `domain.roster.Entry`."""

PARTS = ("name", "mail", "telephone", "language")
"""What a row says of each contact."""

COLUMNS = (*ENTRY, *(f"{role}.{part}" for role in ContactRole for part in PARTS))

LONGEST = 300
"""Characters in a cell; no address is longer."""

HEADING_WITHIN = 10
"""Among how many first rows the headings are looked for: a title may stand above them."""

MOST_DIGITS = 15
"""How many digits a spreadsheet keeps of a number; of a longer one it has lost the last."""

_DAY = re.compile(
    r"(?:(\d{4})(\d{2})(\d{2})|(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?)(?:[ t]\d{1,2}:\d{2}[\d:.]*)?", re.ASCII
)

Cell = str | int | float | None
Words = Mapping[str, Mapping[str, str]]
"""For each column in which one can only choose: the key that each folded word stands for."""


class Fault(StrEnum):
    """What can be wrong with a row."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNKNOWN_WORD = "unknown_word"
    BAD_CODE = "bad_code"
    DIGITS_LOST = "digits_lost"
    BAD_DATE = "bad_date"
    BAD_MAIL = "bad_mail"
    BAD_TELEPHONE = "bad_telephone"
    TWO_VALUES = "two_values"
    DOUBLED = "doubled"
    OTHER_CODE = "other_code"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault, the column it is in, and the words or the row it is about."""

    fault: Fault
    column: str
    value: str = ""


@dataclass(slots=True)
class Line:
    """A row that was read. ``values`` are those of the entry that are not blank, ``contacts`` those of each role's contact."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    contacts: dict[ContactRole, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the headings, each with its number in the file; ``unread`` are headings that nobody knows."""

    rows: Sequence[tuple[int, Mapping[str, Cell]]]
    unread: Sequence[str]


class NoTableError(Exception):
    """There are no headings, or one stands there twice: ``heading``."""

    def __init__(self, heading: str = "") -> None:
        super().__init__(heading)
        self.heading = heading


def arranged(rows: Sequence[Sequence[Cell]], headings: Mapping[str, str]) -> Table:
    """Return ``rows`` by column. ``headings``: which column each folded heading names. Raises `NoTableError`."""
    first, known = _headings(rows, headings)
    for place, column in known.items():
        if list(known.values()).count(column) > 1:
            raise NoTableError(str(rows[first][place]))
    unread = [one_line(str(cell)) for place, cell in enumerate(rows[first]) if cell not in (None, "") and place not in known]
    filled = [
        (number, {known[place]: cell for place, cell in enumerate(cells) if place in known})
        for number, cells in enumerate(rows[first + 1 :], first + 2)
        if any(cell not in (None, "") for cell in cells)
    ]
    return Table(filled, unread)


def _headings(rows: Sequence[Sequence[Cell]], headings: Mapping[str, str]) -> tuple[int, dict[int, str]]:
    """Return in which row the headings stand, and the column that each place holds."""
    for number, row in enumerate(rows[:HEADING_WITHIN]):
        known = {place: headings[word] for place, word in enumerate(map(heading, row)) if word in headings}
        if "name" in known.values():
            return number, known
    raise NoTableError


def heading(cell: Cell) -> str:
    """Return a heading so that it is known again: folded, without spaces and the star of one that must be filled in."""
    return "".join(folded(str(cell or "")).strip("*: ").split())


def read(number: int, cells: Mapping[str, Cell], words: Words) -> Line:
    """Return what a row says; cells that are wrong are left out and named."""
    line = Line(number)
    for column in COLUMNS:
        value = _value(column, cells.get(column), words)
        if isinstance(value, Problem):
            line.problems.append(value)
        elif value not in (None, "", ()):
            role, _, part = column.rpartition(".")
            if role:
                line.contacts.setdefault(ContactRole(role), {})[part] = value
            else:
                line.values[column] = value
    return line


def _value(column: str, cell: Cell, words: Words) -> Any:
    """Return what a cell means in its column, None when it is blank, or what is wrong with it."""
    if isinstance(cell, int | float) and abs(cell) >= 10**MOST_DIGITS:
        return Problem(Fault.DIGITS_LOST, column)
    text = one_line(_text(cell))
    if len(text) > LONGEST:
        return Problem(Fault.TOO_LONG, column)
    part = column.rpartition(".")[2]
    return _READERS.get(part, _as_it_is)(column, text, words) if text else None


def _text(cell: Cell) -> str:
    """Return a cell as it is shown: a whole number has no decimals."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell if cell is not None else "")


# --- each kind of cell ----------------------------------------------------------------------------------------------


def _as_it_is(_column: str, text: str, _words: Words) -> str:
    return text


def _code(column: str, text: str, _words: Words) -> str | Problem:
    code, valid = credit_code(text)
    return code if valid else Problem(Fault.BAD_CODE, column, text)


def _word(column: str, text: str, words: Words) -> str | Problem:
    key = words[column.rpartition(".")[2]].get(folded(text))
    return key if key is not None else Problem(Fault.UNKNOWN_WORD, column, text)


def _several(column: str, text: str, words: Words) -> tuple[str, ...] | Problem:
    """Read fields with whatever people put between them."""
    found: list[str] = []
    for each in filter(None, map(str.strip, re.split(r"[,，、;；/|]", text))):
        key = _word(column, each, words)
        if isinstance(key, Problem):
            return key
        found.append(key)
    return tuple(dict.fromkeys(found))


def _day(column: str, text: str, _words: Words) -> date | Problem:
    """Read a day as 2020-04-09, 2020/4/9, 2020.4.9, 20200409 or 2020年4月9日; a time behind it is let go."""
    found = _DAY.fullmatch(folded(text))
    try:
        day = date(*(int(digits) for digits in found.groups() if digits)) if found else None
    except ValueError:
        day = None
    return day if day and 1900 <= day.year <= 2100 else Problem(Fault.BAD_DATE, column, text)


def _mail(column: str, text: str, _words: Words) -> str | Problem:
    return (contact(text) if "@" in text else None) or Problem(Fault.BAD_MAIL, column, text)


def _telephone(column: str, text: str, _words: Words) -> str | Problem:
    return (contact(text) if "@" not in text else None) or Problem(Fault.BAD_TELEPHONE, column, text)


def _made(read_text: Callable[[str, str, Words], Any], make: Callable[[str], Any]) -> Callable[[str, str, Words], Any]:
    """Return a reader whose value is more than the word's key."""

    def made(column: str, text: str, words: Words) -> Any:
        value = read_text(column, text, words)
        return value if isinstance(value, Problem) else make(value)

    return made


_READERS: Mapping[str, Callable[[str, str, Words], Any]] = {
    "credit_code": _code,
    "kind": _made(_word, OrganisationKind),
    "tier": _word,
    "fields": _several,
    "joined_on": _day,
    "state": _made(_word, MemberState),
    "mail": _mail,
    "telephone": _telephone,
    "language": _made(_word, Language),
}


def doubled(lines: Iterable[Line], by: str) -> Mapping[int, int]:
    """Return which rows repeat what an earlier one has in the column ``by``, each with that one's number."""
    first: dict[Any, int] = {}
    again: dict[int, int] = {}
    for line in lines:
        value = line.values.get(by)
        if value is not None and first.setdefault(value, line.number) != line.number:
            again[line.number] = first[value]
    return again
