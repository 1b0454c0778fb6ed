"""Who is to be reminded of what, and how they are reached: found for all readers of a day at once.

Which step has come is a matter of due days alone once it is settled which readers can be reminded now, so a tick asks the
database with one bound for each step instead of looking at one obligation after the other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    text,
)

from domain.ladders import Bounds
from domain.languages import Language
from domain.people import ChannelKind
from domain.roster import MemberState
from storage.schema import channels, contact_roles, contacts, members, obligations, persons
from storage.unit import Unit

REMINDED = (MemberState.ACTIVE, MemberState.LAPSED)
"""Whose obligations are reminded of: who has resigned or is suspended is not pressed."""

OpenHours = tuple[str | None, int | None, int, int]
"""A contact's own hours as they stand in the table: zone, time of day, quiet from and until."""


@dataclass(frozen=True, slots=True)
class Way:
    """A contact and a channel that reaches them."""

    contact: int
    person: int | None
    language: Language
    channel: ChannelKind
    address: str
    hours: OpenHours


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation, and how its reader is reached; without a ``way`` nobody is."""

    id: int
    kind: str
    subject: int
    member: int
    due_on: date
    reached: int | None
    way: Way | None


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom obligations of a kind are told: contacts with one of ``roles``, the first of them first.

    ``letters``: the office sends any.
    """

    kind: str
    roles: Sequence[str]
    letters: bool


async def any_open(unit: Unit, kind: str) -> bool:
    """Say whether there is anything to remind of."""
    is_open = _is_open(select(obligations.c.id)).where(obligations.c.kind == kind)
    return (await unit.read(is_open.limit(1))).first() is not None


async def awaited(unit: Unit, kind: str, bounds: Bounds) -> bool:
    """Say whether any step at all has come for somebody who can be reminded: mostly not, and then there is nothing to do."""
    return (await unit.read(_come(kind, bounds, obligations.c.id).limit(1))).first() is not None


async def hours_kept(unit: Unit) -> list[OpenHours]:
    """Return the different hours that contacts keep."""
    current = select(*_HOURS).where(contacts.c.ended_at.is_(None)).distinct()
    return [tuple(row) for row in await unit.read(current)]


async def due(
    unit: Unit, readers: Readers, bounds: Bounds, hours: Collection[OpenHours], *, nobody: bool, limit: int
) -> list[Owed]:
    """Return up to ``limit`` obligations whose next step has come, of readers who keep one of ``hours``.

    With ``nobody`` also those that have no reachable reader.
    """
    reader = _first_reader(readers)
    keeping = contacts.c.id.is_not(None) & _key(_HOURS).in_([_key_of(each) for each in hours])
    statement = (
        _come(readers.kind, bounds, obligations, *_way_columns(readers))
        .outerjoin(contacts, contacts.c.id == reader)
        .outerjoin(persons, persons.c.id == contacts.c.person_id)
        .where(keeping | contacts.c.id.is_(None) if nobody else keeping)
        .limit(limit)
    )
    return [_owed(row, _ways(row)[0] if row.contact is not None else None) for row in await unit.read(statement)]


async def owed(unit: Unit, obligation_id: int) -> Owed | None:
    """Return an obligation that is reminded of now, without looking for its reader; None when it no longer is."""
    statement = _reminded(select(obligations)).where(obligations.c.id == obligation_id)
    row = (await unit.read(statement)).first()
    return _owed(row, None) if row else None


async def ways(unit: Unit, readers: Readers, member_id: int) -> list[Way]:
    """Return how a member's contacts can be reached, in the order in which that is tried."""
    statement = (
        select(*_way_columns(readers), func.min(_rank(readers)).label("rank"))
        .select_from(contact_roles)
        .join(contacts, contacts.c.id == contact_roles.c.contact_id)
        .outerjoin(persons, persons.c.id == contacts.c.person_id)
        .where(contact_roles.c.member_id == member_id, _reads(readers, contacts.c))
        .group_by(contacts.c.id)
        .order_by("rank", contacts.c.id)
    )
    return [way for row in await unit.read(statement) for way in _ways(row)]


# --- how they are found ---------------------------------------------------------------------------------------------

_HOURS = (contacts.c.zone, contacts.c.remind_at, contacts.c.quiet_from, contacts.c.quiet_until)


def _key(columns: Iterable[ColumnElement[Any]]) -> ColumnElement[str]:
    """Return hours as one text, so that many can be looked up at once."""
    parts = [func.coalesce(cast(each, Text), "") for each in columns]
    whole: ColumnElement[str] = parts[0]
    for part in parts[1:]:
        whole = whole + "/" + part
    return whole


def _key_of(hours: OpenHours) -> str:
    return "/".join("" if each is None else str(each) for each in hours)


def _come(kind: str, bounds: Bounds, *what: Any) -> Select[Any]:
    return _reminded(select(*what)).where(obligations.c.kind == kind, _next_has_come(bounds))


def _next_has_come(bounds: Bounds) -> ColumnElement[bool]:
    """Select obligations whose next step has come. The first bound is the widest, and the one that the index is searched by."""
    first, widest = bounds[0]
    reached = func.coalesce(obligations.c.reached, first - 1)
    bound = case(*((reached < step, day.isoformat()) for step, day in bounds), else_="")
    return and_(obligations.c.due_on <= widest.isoformat(), obligations.c.due_on <= bound)


def _reminded(statement: Select[Any]) -> Select[Any]:
    """Narrow down to what is reminded of at all."""
    members_too = statement.select_from(obligations).join(members, members.c.id == obligations.c.member_id)
    return _is_open(members_too).where(members.c.state.in_(REMINDED))


def _is_open(statement: Select[Any]) -> Select[Any]:
    """Narrow down to open obligations. Spelled out: SQLite finds a partial index only where its own condition stands."""
    return statement.where(text("obligations.state = 'open'"))


def _way_columns(readers: Readers) -> tuple[ColumnElement[Any], ...]:
    letters = case((_takes_letters(readers, contacts.c), contacts.c.mail), else_=None)
    spoken = func.coalesce(persons.c.language, contacts.c.language)
    return (
        contacts.c.id.label("contact"),
        contacts.c.person_id.label("person"),
        contacts.c.channel.label("wanted"),
        spoken.label("language"),
        _telegram(contacts.c).label("telegram"),
        letters.label("letters"),
        *(each.label(f"kept_{each.name}") for each in _HOURS),
    )


def _telegram(contact: Any) -> ScalarSelect[str]:
    theirs = (channels.c.person_id == contact.person_id) & (channels.c.kind == ChannelKind.TELEGRAM)
    reached = select(channels.c.address).where(theirs, channels.c.unreachable_at.is_(None)).order_by(channels.c.id).limit(1)
    return reached.correlate_except(channels).scalar_subquery()


def _takes_letters(readers: Readers, contact: Any) -> ColumnElement[bool]:
    return and_(literal(readers.letters), contact.mail != "", contact.mail_refused_at.is_(None))


def _reads(readers: Readers, contact: Any) -> ColumnElement[bool]:
    """Whether a contact has one of the roles and can be reached."""
    can_be_reached = or_(_telegram(contact).is_not(null()), _takes_letters(readers, contact))
    return and_(contact_roles.c.role.in_(readers.roles), contact.ended_at.is_(None), can_be_reached)


def _rank(readers: Readers) -> ColumnElement[int]:
    return case({role: place for place, role in enumerate(readers.roles)}, value=contact_roles.c.role, else_=len(readers.roles))


def _first_reader(readers: Readers) -> ScalarSelect[int]:
    """Select whom an obligation is told: looked up for each that has come, so that a part of them costs only a part."""
    candidates = contacts.alias("candidates")
    first = (
        select(candidates.c.id)
        .select_from(contact_roles)
        .join(candidates, candidates.c.id == contact_roles.c.contact_id)
        .where(contact_roles.c.member_id == obligations.c.member_id, _reads(readers, candidates.c))
        .order_by(_rank(readers), candidates.c.id)
        .limit(1)
    )
    return first.correlate(obligations).scalar_subquery()


def _owed(row: Any, way: Way | None) -> Owed:
    return Owed(row.id, row.kind, row.subject_id, row.member_id, date.fromisoformat(row.due_on), row.reached, way)


def _ways(row: Any) -> list[Way]:
    """Return the ways to one contact, the one they want first."""
    found = {ChannelKind.TELEGRAM: row.telegram, ChannelKind.MAIL: row.letters}
    hours = (row.kept_zone, row.kept_remind_at, row.kept_quiet_from, row.kept_quiet_until)
    return [
        Way(row.contact, row.person, Language(row.language), channel, address, hours)
        for channel, address in sorted(found.items(), key=lambda each: each[0] != row.wanted)
        if address
    ]
