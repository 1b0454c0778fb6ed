"""Who speaks for a member, and how they want to be reached."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.languages import Language
from domain.people import ChannelKind
from domain.roster import Contact, ContactRole, Details, Member
from storage.members import member_in
from storage.schema import contact_roles, contacts, members, persons
from storage.unit import Unit

_ROLES = (
    select(func.group_concat(contact_roles.c.role))
    .where(contact_roles.c.contact_id == contacts.c.id)
    .correlate(contacts)
    .scalar_subquery()
    .label("roles")
)
_CONTACTS = select(contacts, _ROLES, persons.c.language.label("spoken")).outerjoin(
    persons, persons.c.id == contacts.c.person_id
)


_SPEAKING = select(contacts.c.person_id).where(
    contacts.c.person_id.in_(bindparam("person_ids", expanding=True)), contacts.c.ended_at.is_(None)
)


async def by_id(unit: Unit, contact_id: int) -> Contact | None:
    """Return a contact, None when there is none under that number; one who has ended is there still."""
    row = (await unit.read(_CONTACTS.where(contacts.c.id == contact_id))).first()
    return contact_in(row) if row else None


async def names(unit: Unit, contact_ids: Collection[int]) -> dict[int, str]:
    """Return the names of contacts by their numbers; of one who was erased it is empty."""
    found = await unit.read(select(contacts.c.id, contacts.c.name).where(contacts.c.id.in_(contact_ids)))
    return {row.id: row.name for row in found}


async def of_members(unit: Unit, member_ids: Collection[int]) -> dict[int, list[Contact]]:
    """Return who speaks for each of some members now, oldest first."""
    found: dict[int, list[Contact]] = {number: [] for number in member_ids}
    current = contacts.c.member_id.in_(member_ids) & contacts.c.ended_at.is_(None)
    for row in await unit.read(_CONTACTS.where(current).order_by(contacts.c.id)):
        found[row.member_id].append(contact_in(row))
    return found


async def of_everybody(unit: Unit) -> dict[int, list[Contact]]:
    """Return who speaks for each member of the roster now, oldest first."""
    found: dict[int, list[Contact]] = {}
    for row in await unit.read(_CONTACTS.where(contacts.c.ended_at.is_(None)).order_by(contacts.c.id)):
        found.setdefault(row.member_id, []).append(contact_in(row))
    return found


async def of_member(unit: Unit, member_id: int) -> list[Contact]:
    """Return who speaks for a member now, oldest first."""
    return (await of_members(unit, [member_id]))[member_id]


async def of_person(unit: Unit, person_id: int) -> list[tuple[Contact, Member]]:
    """Return for which members a person speaks now, and as which contact: all that they may see and act for."""
    theirs = (contacts.c.person_id == person_id) & contacts.c.ended_at.is_(None)
    rows = list(await unit.read(_CONTACTS.where(theirs).order_by(contacts.c.id)))
    found = await unit.read(select(members).where(members.c.id.in_([row.member_id for row in rows])))
    known = {row.id: member_in(row) for row in found}
    return [(contact_in(row), known[row.member_id]) for row in rows]


async def speaking(connection: AsyncConnection, person_ids: Collection[int]) -> set[int]:
    """Return who among some people speaks for a member now."""
    return set((await connection.execute(_SPEAKING, {"person_ids": person_ids})).scalars())


async def prefer(unit: Unit, person_id: int, **values: Any) -> None:
    """Store how a person wants to be reached, wherever they speak for a member now: ``values`` are named as in `Details`.

    Where they have no mail address they are not reached by mail.
    """
    theirs = (contacts.c.person_id == person_id) & contacts.c.ended_at.is_(None)
    if values.get("channel") == ChannelKind.MAIL:
        theirs &= contacts.c.mail != ""
    theirs &= or_(*(contacts.c[name].is_distinct_from(value) for name, value in values.items()))
    await unit.write(update(contacts).where(theirs).values(version=contacts.c.version + 1, **values))


def contact_in(row: Any) -> Contact:
    """Return the contact a row holds. Their person's language, where they have one, is theirs."""
    return Contact(
        row.id,
        row.member_id,
        row.person_id,
        row.version,
        Details(
            name=row.name,
            roles=frozenset(ContactRole(role) for role in (row.roles or "").split(",") if role),
            position=row.position,
            mail=row.mail,
            telephone=row.telephone,
            language=Language(row.spoken or row.language),
            channel=ChannelKind(row.channel),
            zone=row.zone,
            remind_at=row.remind_at,
            quiet_from=row.quiet_from,
            quiet_until=row.quiet_until,
        ),
        ended=row.ended_at is not None,
        mail_refused=row.mail_refused_at is not None,
    )
