"""People and the channels that reach them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.languages import Language
from domain.people import Channel, ChannelKind, Person
from storage.schema import channels, persons
from storage.unit import Unit

_COLUMNS = (
    persons.c.id,
    persons.c.name,
    persons.c.language,
    persons.c.language_chosen,
    persons.c.blocked_at,
    channels.c.address,
    channels.c.proven_at,
    channels.c.unreachable_at,
)

Known = dict[str, tuple[Person, Channel]]
"""People by the address of one kind of channel."""


_BY_ADDRESSES = (
    select(*_COLUMNS)
    .join(channels, channels.c.person_id == persons.c.id)
    .where(channels.c.kind == bindparam("kind"), channels.c.address.in_(bindparam("addresses", expanding=True)))
)


async def by_addresses(connection: AsyncConnection, kind: ChannelKind, addresses: Sequence[str]) -> Known:
    """Return those people who are known under ``addresses``, in one query for a whole batch of events."""
    if not addresses:
        return {}
    found = await connection.execute(_BY_ADDRESSES, {"kind": kind, "addresses": addresses})
    return {row.address: _pair(row, kind) for row in found}


async def by_address(unit: Unit, kind: ChannelKind, address: str) -> tuple[Person, Channel] | None:
    """Return who is known under one address."""
    return (await by_addresses(unit.connection, kind, [address])).get(address)


async def by_id(unit: Unit, person_id: int) -> Person:
    """Return a person. Nobody's row is ever deleted; of somebody who was erased, the name is empty."""
    return _person((await unit.read(select(persons).where(persons.c.id == person_id))).one())


async def names(unit: Unit, person_ids: Collection[int]) -> dict[int, str]:
    """Return the names of people by their ids."""
    found = await unit.read(select(persons.c.id, persons.c.name).where(persons.c.id.in_(person_ids)))
    return {row.id: row.name for row in found}


async def telegram_of(unit: Unit, person_id: int) -> tuple[Person, Channel] | None:
    """Return a person with their Telegram channel, or None when they have none."""
    found = await unit.read(
        select(*_COLUMNS)
        .join(channels, channels.c.person_id == persons.c.id)
        .where(persons.c.id == person_id, channels.c.kind == ChannelKind.TELEGRAM)
    )
    row = found.first()
    return _pair(row, ChannelKind.TELEGRAM) if row else None


async def channels_of(unit: Unit, person_id: int) -> list[Channel]:
    """Return every way to a person, oldest first."""
    found = await unit.read(select(channels).where(channels.c.person_id == person_id).order_by(channels.c.id))
    return [_channel(row, ChannelKind(row.kind)) for row in found]


async def add(
    unit: Unit, *, name: str, language: Language, kind: ChannelKind, address: str, proven: bool = True
) -> tuple[Person, Channel]:
    """Store a new person with one channel."""
    created = await unit.write(
        insert(persons).values(name=name, language=language, created_at=unit.now).returning(persons.c.id)
    )
    person = Person(created.scalar_one(), name, language, language_chosen=False)
    proven_at = unit.now if proven else None
    await unit.write(
        insert(channels).values(person_id=person.id, kind=kind, address=address, proven_at=proven_at, created_at=unit.now)
    )
    return person, Channel(kind, address, proven=proven)


async def rename(unit: Unit, person: Person, name: str) -> Person:
    """Store the name a person goes by now and return them with it."""
    await unit.write(update(persons).where(persons.c.id == person.id).values(name=name))
    return replace(person, name=name)


async def choose_language(unit: Unit, person_id: int, language: Language) -> None:
    """Store the language a person chose; their app's language no longer matters."""
    await unit.write(update(persons).where(persons.c.id == person_id).values(language=language, language_chosen=1))


async def follow_language(unit: Unit, person: Person, language: Language) -> Person:
    """Store the language a person's app speaks now, for somebody who has not chosen one, and return them with it."""
    await unit.write(update(persons).where(persons.c.id == person.id).values(language=language))
    return replace(person, language=language)


async def set_reachable(unit: Unit, channel: Channel, *, reachable: bool = True) -> Channel:
    """Record that a channel reaches its person again, or no longer does, and return it so."""
    await unit.write(
        update(channels)
        .where(channels.c.kind == channel.kind, channels.c.address == channel.address)
        .values(unreachable_at=None if reachable else unit.now)
    )
    return replace(channel, unreachable=not reachable)


async def set_blocked(unit: Unit, person_id: int, *, blocked: bool) -> None:
    """Store whether the office no longer listens to a person."""
    unit.touched_others = True
    since = unit.now if blocked else None
    await unit.write(update(persons).where(persons.c.id == person_id).values(blocked_at=since))


def _pair(row: Any, kind: ChannelKind) -> tuple[Person, Channel]:
    return _person(row), _channel(row, kind)


def _channel(row: Any, kind: ChannelKind) -> Channel:
    return Channel(kind, row.address, row.proven_at is not None, row.unreachable_at is not None)


def _person(row: Any) -> Person:
    return Person(row.id, row.name, Language(row.language), bool(row.language_chosen), row.blocked_at is not None)
