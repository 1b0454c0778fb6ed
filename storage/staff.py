"""Whom the owners have appointed. Owners themselves stand in the settings."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.people import Appointment, ChannelKind, Role
from storage import people, posts
from storage.facts import fact, remember
from storage.schema import persons, staff
from storage.unit import Unit

_VERSION = "staff_version"
"""The fact that counts the changes: a screen drawn before one is out of date."""

_ROLES = select(staff.c.telegram_id, staff.c.role)


async def appointed(connection: AsyncConnection) -> Mapping[int, frozenset[Role]]:
    """Return the roles of everybody who was appointed, by Telegram id."""
    found: dict[int, frozenset[Role]] = {}
    for row in await connection.execute(_ROLES):
        found[row.telegram_id] = found.get(row.telegram_id, frozenset()) | {Role(row.role)}
    return found


async def roles_of(unit: Unit, telegram_id: int) -> frozenset[Role]:
    """Return the roles somebody was given."""
    found = await unit.read(_ROLES.where(staff.c.telegram_id == telegram_id))
    return frozenset(Role(row.role) for row in found)


async def appointments(unit: Unit) -> list[Appointment]:
    """Return every appointment, oldest first."""
    found = await unit.read(
        select(staff, persons.c.name)
        .join(persons, persons.c.id == staff.c.appointed_by)
        .order_by(staff.c.appointed_at, staff.c.telegram_id, staff.c.role)
    )
    return [Appointment(row.telegram_id, Role(row.role), row.appointed_at, row.name) for row in found]


async def version(unit: Unit) -> int:
    """Return how often appointments have changed."""
    return int(await fact(unit.connection, _VERSION) or 0)


async def appoint(unit: Unit, telegram_id: int, role: Role, by: int) -> None:
    """Store that the person ``by`` gave somebody a role they did not have."""
    await unit.write(insert(staff).values(telegram_id=telegram_id, role=role, appointed_by=by, appointed_at=unit.now))
    await _changed(unit)


async def remove(unit: Unit, telegram_id: int, role: Role) -> None:
    """Take a role from somebody, and call back the files that have not reached them yet."""
    await posts.call_back_made(unit, str(telegram_id))
    await unit.write(delete(staff).where(staff.c.telegram_id == telegram_id, staff.c.role == role))
    await _changed(unit)


async def _changed(unit: Unit) -> None:
    unit.touched_others = True
    await remember(await unit.for_writing(), _VERSION, str(await version(unit) + 1))


async def names(unit: Unit, telegram_ids: Collection[int]) -> dict[int, str]:
    """Return the names of those whom we know among some Telegram ids."""
    known = await people.by_addresses(unit.connection, ChannelKind.TELEGRAM, [str(each) for each in telegram_ids])
    return {int(address): person.name for address, (person, _channel) in known.items() if person.name}
