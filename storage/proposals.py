"""Changes of the roster that contacts propose, and what became of each."""

import json
from typing import Any

from sqlalchemy import insert, select, update

from domain.errors import OutOfDateError
from domain.proposals import Changes, Proposal, ProposalKind, ProposalState
from storage.schema import proposals
from storage.unit import Unit


async def add(unit: Unit, *, member_id: int, person_id: int, kind: ProposalKind, changes: Changes) -> Proposal:
    """Store what a person proposes for a member."""
    written = json.dumps(changes, ensure_ascii=False)
    values = {"member_id": member_id, "person_id": person_id, "kind": kind}
    added = await unit.write(insert(proposals).values(**values, changes=written, created_at=unit.now).returning(proposals.c.id))
    return Proposal(id=added.scalar_one(), member_id=member_id, person_id=person_id, kind=kind, changes=changes)


async def by_id(unit: Unit, number: int) -> Proposal | None:
    """Return a proposal, None when there is none under that number."""
    row = (await unit.read(select(proposals).where(proposals.c.id == number))).first()
    return _proposal(row) if row else None


async def open_by(unit: Unit, person_id: int, member_id: int) -> list[Proposal]:
    """Return what a person proposes for a member and nobody has decided yet, oldest first."""
    theirs = (proposals.c.person_id == person_id) & (proposals.c.member_id == member_id)
    still = theirs & (proposals.c.state == ProposalState.OPEN)
    return [_proposal(row) for row in await unit.read(select(proposals).where(still).order_by(proposals.c.id))]


async def end(unit: Unit, proposal: Proposal, state: ProposalState, *, by: int, reason: str = "") -> None:
    """Store what became of an open proposal and by whom; raise `OutOfDateError` when that is decided already."""
    still = (proposals.c.id == proposal.id) & (proposals.c.state == ProposalState.OPEN)
    values = {"state": state, "decided_by": by, "decided_at": unit.now, "reason": reason}
    if (await unit.write(update(proposals).where(still).values(values))).rowcount != 1:
        raise OutOfDateError


def _proposal(row: Any) -> Proposal:
    return Proposal(
        id=row.id,
        member_id=row.member_id,
        person_id=row.person_id,
        kind=ProposalKind(row.kind),
        changes=json.loads(row.changes),
        state=ProposalState(row.state),
        decided_by=row.decided_by,
        reason=row.reason,
    )
