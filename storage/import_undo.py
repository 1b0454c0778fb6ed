"""Takes an import back: what nothing else has changed since becomes what it was.

A member that came with the import goes again, unless something has come to hang on it or its contacts, such as a year's dues.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Column, Select, Table, bindparam, delete, select, union, update

from domain.audit import Action
from domain.enquiries import OrganisationKind
from domain.languages import Language
from domain.roster import Change, CodeTakenError, Contact, ContactRole, Entry, Member, MemberState
from domain.speakers import Speaker, in_order
from storage import audit, contacts, roster
from storage.imports import SLICE, let_speak
from storage.members import member_in
from storage.schema import contact_roles, import_rows, imports, member_events, members
from storage.schema import contacts as contacts_table
from storage.schema.base import metadata
from storage.unit import Unit

OF_AN_IMPORT = (member_events, import_rows, contact_roles, contacts_table)
"""What an import writes beside a member, in an order in which it can be deleted."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of it: how many members are as they were, and the names of those that could not be made so."""

    restored: int
    left: Sequence[str]


async def undo(unit: Unit, number: int) -> Undone:
    """Make every member that an import touched what it was, but for those that cannot be; for them it may be tried again."""
    touched = select(members, import_rows.c.before, import_rows.c.version.label("as_left")).join(
        import_rows, import_rows.c.member_id == members.c.id
    )
    rows = list(await unit.read(touched.where(import_rows.c.import_id == number)))
    unchanged = [row for row in rows if row.version == row.as_left]
    back = await _take_out(unit, [row.id for row in unchanged if row.before is None])
    back |= await _restore_all(unit, [row for row in unchanged if row.before is not None], number)
    left = sorted(row.name for row in rows if row.id not in back)
    if not left:
        await unit.write(update(imports).where(imports.c.id == number).values(undone_at=unit.now))
    await audit.note(unit, None, Action.IMPORT_UNDONE, f"import:{number}")
    return Undone(len(back), left)


# --- members that were new ------------------------------------------------------------------------------------------


async def _take_out(unit: Unit, new: Sequence[int]) -> set[int]:
    """Delete the members on which nothing hangs, and return their numbers."""
    gone: set[int] = set()
    for start in range(0, len(new), SLICE):
        some = set(new[start : start + SLICE])
        some -= await _hung_on(unit, some)
        await _delete(unit, some)
        gone |= some
    return gone


async def _hung_on(unit: Unit, new: Collection[int]) -> set[int]:
    """Return the members something refers to, or to a contact of theirs, that no import writes."""
    direct: list[Select[Any]] = [select(column).where(column.in_(new)) for column in _pointing_at(members)]
    through = [
        select(contacts_table.c.member_id)
        .join(column.table, column == contacts_table.c.id)
        .where(contacts_table.c.member_id.in_(new))
        for column in _pointing_at(contacts_table)
    ]
    return set((await unit.read(union(*direct, *through))).scalars())


def _pointing_at(table: Table) -> list[Column[int]]:
    others = [each for each in metadata.sorted_tables if each not in OF_AN_IMPORT]
    return [column for each in others for column in each.columns if column.references(table.c.id)]


async def _delete(unit: Unit, new: Collection[int]) -> None:
    for table in OF_AN_IMPORT:
        await unit.write(delete(table).where(table.c.member_id.in_(new)))
    await unit.write(delete(members).where(members.c.id.in_(new)))


# --- members that were there ----------------------------------------------------------------------------------------


async def _restore_all(unit: Unit, rows: Sequence[Any], number: int) -> set[int]:
    """Make members what they were, but for those whose credit code has become another's; return the others' numbers."""
    speaking = await contacts.of_everybody(unit) if rows else {}
    versions = {}
    for row in rows:
        before = json.loads(row.before)
        if await _restore(unit, member_in(row), before, speaking.get(row.id, ()), number):
            versions[row.id] = before["version"]
    if versions:
        await _let_go(unit, versions, number)
    return set(versions)


async def _restore(unit: Unit, member: Member, before: Mapping[str, Any], speaking: Sequence[Contact], number: int) -> bool:
    """Make a member what it was; return False where its credit code has become another's."""
    try:
        await roster.change(
            unit, member, _entry_in(before["entry"]), actor_id=None, import_id=number, what=Change.IMPORT_UNDONE
        )
    except CodeTakenError:
        return False
    await let_speak(unit, member.id, await _speakers(unit, speaking, before["contacts"]))
    return True


async def _let_go(unit: Unit, versions: Mapping[int, int], number: int) -> None:
    """Forget what an import did to members. Whoever takes back the one before it finds them as that one left them.

    ``versions``: of each member before the import.
    """
    connection = await unit.for_writing()
    theirs = import_rows.c.member_id == bindparam("member")
    done = [{"member": member_id, "was": version} for member_id, version in versions.items()]
    await connection.execute(delete(import_rows).where(theirs & (import_rows.c.import_id == number)), done)
    now = select(members.c.version).where(members.c.id == import_rows.c.member_id).scalar_subquery()
    as_before = theirs & (import_rows.c.version == bindparam("was"))
    await connection.execute(update(import_rows).where(as_before).values(version=now), done)


async def _speakers(unit: Unit, speaking: Sequence[Contact], before: Sequence[Mapping[str, Any]]) -> list[Speaker]:
    """Return what makes a member's contacts what they were; what they chose for themselves since stays."""
    then, current = {each["id"] for each in before}, {each.id: each for each in speaking}
    found = [Speaker(each, None) for each in speaking if each.id not in then]
    for each in before:
        contact = current.get(each["id"]) or await contacts.by_id(unit, each["id"])
        if contact is not None:
            roles, language = frozenset(map(ContactRole, each["roles"])), Language(each["language"])
            told = {part: each[part] for part in ("name", "mail", "telephone")}
            found.append(Speaker(contact, replace(contact.details, **told, language=language, roles=roles)))
    return in_order(found)


def _entry_in(kept: Mapping[str, Any]) -> Entry:
    """Return the entry that was kept as JSON."""
    plain = {
        "kind": OrganisationKind(kept["kind"]),
        "state": MemberState(kept["state"]),
        "fields": tuple(kept["fields"]),
        "joined_on": date.fromisoformat(kept["joined_on"]),
    }
    return Entry(**{**kept, **plain})
