"""Tables of members that are read in, whole or not at all. An import keeps what it found, so that it can be taken back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from sqlalchemy import insert, select, update

from domain.audit import Action
from domain.imports import Known, Step, Verdict
from domain.roster import Contact, Member
from domain.roster_table import PARTS
from domain.speakers import Speaker
from storage import audit, contacts, members, roster
from storage.schema import import_rows, imports
from storage.schema import members as members_table
from storage.unit import Unit

SLICE = 500
"""How many members are written with one statement; all of them together would take much memory."""


class Import(NamedTuple):
    """An import that was made; ``undone_at`` once nothing of it is left."""

    id: int
    at: int
    undone_at: int | None


_IMPORTS = select(imports.c.id, imports.c.at, imports.c.undone_at)


async def roster_now(unit: Unit) -> Known:
    """Return the roster as a table is compared with it."""
    return Known(await members.everybody(unit), await contacts.of_everybody(unit))


async def by_id(unit: Unit, number: int) -> Import | None:
    """Return an import by its number."""
    row = (await unit.read(_IMPORTS.where(imports.c.id == number))).first()
    return Import(row.id, row.at, row.undone_at) if row else None


async def earlier(unit: Unit, digest: str) -> Import | None:
    """Return the last import of the very same file that has not been taken back."""
    same = (imports.c.digest == digest) & imports.c.undone_at.is_(None)
    row = (await unit.read(_IMPORTS.where(same).order_by(imports.c.id.desc()).limit(1))).first()
    return Import(row.id, row.at, row.undone_at) if row else None


async def enter(unit: Unit, steps: Sequence[Step], known: Known, *, file_name: str, digest: str) -> int:
    """Do what the rows of a table come to, of which none may be refused and one must change something; return its number.

    ``known`` is what they were compared with, in the same transaction.
    """
    new = [(step, step.entry) for step in steps if step.verdict is Verdict.ADDED and step.entry]
    added = [(entry, [each.details for each in step.speakers if each.details]) for step, entry in new]
    changed = [(step, step.member) for step in steps if step.verdict is Verdict.CHANGED and step.member]
    values = {"file_name": file_name, "digest": digest, "added": len(added), "changed": len(changed), "at": unit.now}
    number: int = (await unit.write(insert(imports).values(values).returning(imports.c.id))).scalar_one()
    found = [(member, known.contacts.get(member.id, ())) for _, member in changed]
    for start in range(0, len(found), SLICE):
        await _keep(unit, number, {each[0].id: _as_it_was(*each) for each in found[start : start + SLICE]})
    for start in range(0, len(added), SLICE):
        entered = await roster.admit_all(unit, added[start : start + SLICE], actor_id=None, import_id=number)
        await _keep(unit, number, dict.fromkeys(entered))
    for step, member in changed:
        if step.entry is not None:
            await roster.change(unit, member, step.entry, actor_id=None, import_id=number)
        await let_speak(unit, member.id, step.speakers)
    as_left = select(members_table.c.version).where(members_table.c.id == import_rows.c.member_id).scalar_subquery()
    await unit.write(update(import_rows).where(import_rows.c.import_id == number).values(version=as_left))
    await audit.note(unit, None, Action.ROSTER_IMPORTED, f"import:{number}")
    return number


async def _keep(unit: Unit, number: int, before: Mapping[int, str | None]) -> None:
    """Keep what an import found of members; which version it left is known when all is done."""
    rows = [{"import_id": number, "member_id": each, "before": was, "version": 0} for each, was in before.items()]
    await (await unit.for_writing()).execute(insert(import_rows), rows)


async def let_speak(unit: Unit, member_id: int, speakers: Sequence[Speaker]) -> None:
    """Make the changes of a member's contacts, one after the other."""
    for contact, details in ((each.contact, each.details) for each in speakers):
        if contact is None and details is not None:
            await roster.add_contact(unit, member_id, details, actor_id=None)
        elif contact is not None and details is None:
            await roster.end_contact(unit, contact, actor_id=None)
        elif contact is not None and details is not None:
            seen = await roster.resume_contact(unit, contact, actor_id=None) if contact.ended else contact
            await roster.change_contact(unit, seen, details, actor_id=None)


def _as_it_was(member: Member, speaking: Sequence[Contact]) -> str:
    """Return what undoing needs: the entry, its version, and of each contact what a table can change."""
    told = [
        {"id": each.id, "roles": sorted(each.details.roles), **{part: getattr(each.details, part) for part in PARTS}}
        for each in speaking
    ]
    before = {"version": member.version, "entry": asdict(member.entry), "contacts": told}
    return json.dumps(before, ensure_ascii=False, default=str)
