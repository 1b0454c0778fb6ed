"""The treasurer's queue of payment slips: what contacts sent to show that they have paid, until somebody decides."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import func, insert, select, update

from domain.errors import OutOfDateError
from domain.payments import Slip, SlipState
from storage.schema import slips
from storage.unit import Unit


async def add(unit: Unit, assessment_id: int, person_id: int, content: Mapping[str, Any]) -> int:
    """Store a slip that somebody sent for a claim, and return its number; ``content`` is what is kept of the file."""
    values = {"assessment_id": assessment_id, "person_id": person_id, "content": orjson.dumps(content).decode()}
    added = await unit.write(insert(slips).values(**values, sent_at=unit.now).returning(slips.c.id))
    return int(added.scalar_one())


async def by_id(unit: Unit, slip_id: int) -> Slip | None:
    """Return a slip, None when there is none under that number."""
    row = (await unit.read(select(slips).where(slips.c.id == slip_id))).first()
    return _slip(row) if row else None


async def waiting(unit: Unit, limit: int) -> list[Slip]:
    """Return the slips that wait to be looked at, oldest first."""
    found = select(slips).where(slips.c.state == SlipState.WAITING).order_by(slips.c.id).limit(limit)
    return [_slip(row) for row in await unit.read(found)]


async def count_waiting(unit: Unit) -> int:
    """Return how many slips wait to be looked at."""
    counted = await unit.read(select(func.count()).select_from(slips).where(slips.c.state == SlipState.WAITING))
    return int(counted.scalar_one())


async def count_waiting_for(unit: Unit, assessment_id: int) -> int:
    """Return how many slips for one claim wait to be looked at."""
    waiting = (slips.c.assessment_id == assessment_id) & (slips.c.state == SlipState.WAITING)
    return int((await unit.read(select(func.count()).select_from(slips).where(waiting))).scalar_one())


async def decide(unit: Unit, slip_id: int, state: SlipState, *, actor_id: int) -> None:
    """Store what was decided of a slip; one that waits no longer raises `OutOfDateError`."""
    undecided = (slips.c.id == slip_id) & (slips.c.state == SlipState.WAITING)
    values = {"state": state, "decided_by": actor_id, "decided_at": unit.now}
    if (await unit.write(update(slips).where(undecided).values(values))).rowcount != 1:
        raise OutOfDateError


def _slip(row: Any) -> Slip:
    return Slip(row.id, row.assessment_id, row.person_id, orjson.loads(row.content or "{}"), SlipState(row.state), row.sent_at)
