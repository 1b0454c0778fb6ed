"""Rows as a person is given them: instants as datetimes, what has been blanked or was never said left out."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, Select

from storage.unit import Unit

Data = dict[str, Any]

UNSAID = {"", "{}"}
"""What has been blanked says nothing."""


async def rows(unit: Unit, statement: Select[Any]) -> list[RowMapping]:
    """Return what a query finds, by the names of the columns."""
    return list((await unit.read(statement)).mappings())


def told(row: RowMapping, *columns: str) -> Data:
    """Return some columns of a row that say something."""
    shown = {name: instant(name, row[name]) for name in columns}
    return {name: value for name, value in shown.items() if value is not None and value not in UNSAID}


def instant(name: str, value: Any) -> Any:
    """Return the value of a column, which is an instant where its name says so."""
    is_instant = value is not None and (name == "at" or name.endswith(("_at", "_since")))
    return datetime.fromtimestamp(value / 1000, UTC) if is_instant else value
