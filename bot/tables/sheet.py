"""A table as plain data, on its way to the process that writes it as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds. Money is whole fen; codes and telephone numbers are text, or Excel would take them for numbers."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, how many Latin characters wide it is, and what alone can be chosen in it."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14
    choices: Sequence[str] = ()


Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file. ``blank_rows``: how many rows below the last one are laid out for filling in."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    blank_rows: int = 0
