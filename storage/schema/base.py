"""What all tables have in common: names, strictness, and the types that mean the same on PostgreSQL.

Instants are UTC milliseconds, days are ISO texts, money is integer fen, states are checked by the database, and a UNIQUE
constraint carries every "only once".
"""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, MetaData, Table

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
metadata = MetaData(naming_convention=NAMING)

Whole = BigInteger().with_variant(Integer, "sqlite")  # SQLite's INTEGER holds 64 bits, and STRICT takes no BIGINT


def table(name: str, *columns: Column[Any] | CheckConstraint | Index, sequence: bool = False) -> Table:
    """Return a STRICT table; with ``sequence`` its ids are never used twice."""
    return Table(name, metadata, *columns, sqlite_strict=True, sqlite_autoincrement=sequence)


def identity() -> Column[int]:
    """Return the column that numbers the rows."""
    return Column("id", Whole, primary_key=True)


def one_of(column: str, *values: str) -> CheckConstraint:
    """Return the check that a column holds one of ``values``."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
