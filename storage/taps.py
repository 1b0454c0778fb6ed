"""Taps that have had their effect, so that a repeat gets the same answer and changes nothing."""

from sqlalchemy import select

from storage.schema import taps
from storage.unit import Unit
from storage.upsert import upsert


async def earlier_answer(unit: Unit, person_id: int, button: str) -> str | None:
    """Return what this person was told when they pressed this button before, or None."""
    found = await unit.read(select(taps.c.toast).where(taps.c.person_id == person_id, taps.c.button == button))
    return found.scalar_one_or_none()


async def remember(unit: Unit, person_id: int, button: str, toast: str) -> None:
    """Store that a button has had its effect for this person, and what they were told."""
    statement = upsert(taps).values(person_id=person_id, button=button, toast=toast, pressed_at=unit.now)
    await unit.write(statement.on_conflict_do_nothing(index_elements=["person_id", "button"]))
