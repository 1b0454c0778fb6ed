"""Member organisations, as the roster has them."""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, insert, select, true

from domain.enquiries import OrganisationKind
from domain.names import folded
from domain.roster import Change, Entry, Member, MemberState, Past
from storage.schema import member_events, members, persons
from storage.unit import Unit


async def by_id(unit: Unit, member_id: int) -> Member | None:
    """Return a member, None when there is none under that number."""
    row = (await unit.read(select(members).where(members.c.id == member_id))).first()
    return member_in(row) if row else None


async def by_ids(unit: Unit, member_ids: Collection[int]) -> dict[int, Member]:
    """Return members by their numbers."""
    found = await unit.read(select(members).where(members.c.id.in_(member_ids)))
    return {row.id: member_in(row) for row in found}


async def everybody(unit: Unit) -> list[Member]:
    """Return the whole roster, in the order of a directory."""
    return [member_in(row) for row in await unit.read(select(members).order_by(members.c.found_by, members.c.id))]


async def by_credit_code(unit: Unit, code: str) -> Member | None:
    """Return the member with a credit code in its written form."""
    row = (await unit.read(select(members).where(members.c.credit_code == code))).first()
    return member_in(row) if row else None


async def find(
    unit: Unit, words: str, state: MemberState | None = None, *, first: int = 0, limit: int
) -> tuple[list[Member], int]:
    """Return ``limit`` members from the place ``first`` on that all ``words`` are found in, and how many there are in all.

    They stand in the order of a Chinese directory; a word may be any part of what `domain.names.found_by` knows them by.
    """
    fitting = and_(*(members.c.found_by.contains(word, autoescape=True) for word in folded(words).split()), true())
    if state is not None:
        fitting &= members.c.state == state
    count = (await unit.read(select(func.count()).select_from(members).where(fitting))).scalar_one()
    ordered = select(members).where(fitting).order_by(members.c.found_by, members.c.id)
    return [member_in(row) for row in await unit.read(ordered.offset(first).limit(limit))], count


async def history(unit: Unit, member_id: int, *, first: int = 0, limit: int) -> list[Past]:
    """Return ``limit`` lines of a member's history from the place ``first`` on, newest first."""
    found = await unit.read(
        select(member_events, persons.c.name)
        .outerjoin(persons, persons.c.id == member_events.c.actor_id)
        .where(member_events.c.member_id == member_id)
        .order_by(member_events.c.id.desc())
        .offset(first)
        .limit(limit)
    )
    return [Past(row.at, row.name, row.what, json.loads(row.details), row.reason) for row in found]


async def note(
    unit: Unit,
    member_id: int,
    what: Change,
    details: dict[str, Any],
    *,
    actor_id: int | None,
    reason: str = "",
    import_id: int | None = None,
) -> None:
    """Add a line to a member's history; of contacts ``details`` names which, never their data."""
    await unit.write(
        insert(member_events).values(
            member_id=member_id,
            at=unit.now,
            actor_id=actor_id,
            what=what,
            details=json.dumps(details, ensure_ascii=False),
            reason=reason,
            import_id=import_id,
        )
    )


async def note_all(unit: Unit, member_ids: Sequence[int], what: Change, *, actor_id: int | None, import_id: int) -> None:
    """Add the same line to the history of many members."""
    line = {"at": unit.now, "actor_id": actor_id, "what": what, "details": "{}", "import_id": import_id}
    connection = await unit.for_writing()
    await connection.execute(insert(member_events), [{"member_id": number, **line} for number in member_ids])


def member_in(row: Any) -> Member:
    """Return the member a row of the table holds."""
    return Member(
        row.id,
        row.version,
        Entry(
            name=row.name,
            name_en=row.name_en,
            credit_code=row.credit_code,
            kind=OrganisationKind(row.kind),
            tier=row.tier,
            fields=tuple(json.loads(row.fields)),
            city=row.city,
            address=row.address,
            joined_on=date.fromisoformat(row.joined_on),
            state=MemberState(row.state),
            invoice_title=row.invoice_title,
            invoice_code=row.invoice_code,
        ),
    )
