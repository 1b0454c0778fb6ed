"""Running numbers that people quote, one series a year."""

from typing import cast

from storage.schema import counters
from storage.unit import Unit
from storage.upsert import upsert


async def following(unit: Unit, series: str, year: int) -> int:
    """Return the next number of a series, which nobody has yet; it starts anew each year."""
    statement = upsert(counters).values(series=series, year=year, last=1)
    counted = await unit.write(
        statement.on_conflict_do_update(index_elements=["series", "year"], set_={"last": counters.c.last + 1}).returning(
            counters.c.last
        )
    )
    return cast(int, counted.scalar_one())
