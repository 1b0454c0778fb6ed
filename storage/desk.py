"""The desk at a glance: its lists and counts, what has waited too long, and whether the staff group is being reached."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.desk import Entry, Reach, View
from domain.enquiries import Subject
from domain.outbox import Reason, State
from storage.facts import hold_through
from storage.schema import OPEN, PENDING, SENDING, enquiries, enquiry_messages, outbox, persons, topics
from storage.unit import Unit
from storage.vitals import LOOKED_AT

_colleagues = persons.alias("colleagues")
_topic_rows = outbox.alias("topic_rows")
_card_rows = outbox.alias("card_rows")

_newest = enquiry_messages.alias("newest")
_BY_MAIL = (
    select(_newest.c.letter_id.is_not(None))
    .where(_newest.c.enquiry_id == enquiries.c.id, _newest.c.direction == "in")
    .order_by(_newest.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
"""Whether the enquirer's last words came as a letter."""

_IS_OPEN = enquiries.c.state == "open"
_WAITS = and_(_IS_OPEN, enquiries.c.waiting_since.is_not(None), persons.c.blocked_at.is_(None))
_LONGEST_FIRST = (enquiries.c.waiting_since.is_(None), enquiries.c.waiting_since, enquiries.c.id)


async def count(unit: Unit, view: View, colleague: int) -> int:
    """Return how many enquiries a list holds; ``colleague`` is whose own it would be."""
    found = await unit.read(select(func.count()).select_from(enquiries.join(persons, _enquirer())).where(_in(view, colleague)))
    return int(found.scalar_one())


async def longest_wait(unit: Unit) -> int | None:
    """Return since when somebody has been waiting longest."""
    found = await unit.read(
        select(enquiries.c.waiting_since).join(persons, _enquirer()).where(_WAITS).order_by(enquiries.c.waiting_since).limit(1)
    )
    return found.scalar_one_or_none()


async def entries(unit: Unit, view: View, colleague: int, chat: int | None, *, first: int, limit: int) -> list[Entry]:
    """Return a part of a list, with what leads to each enquiry in the staff group ``chat``."""
    order = (enquiries.c.id.desc(),) if view is View.OPEN else _LONGEST_FIRST
    found = await unit.read(_listed(chat).where(_in(view, colleague)).order_by(*order).offset(first).limit(limit))
    return [_entry(row) for row in found]


# --- what has waited too long ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """Who is to be brought up: whoever has waited since ``first`` or longer, and again whoever has since ``second``."""

    first: int
    second: int

    def stage(self, since: int | None) -> int:
        """Return how often somebody who waits ``since`` then is to have been brought up."""
        return 0 if since is None else 2 if since <= self.second else 1 if since <= self.first else 0


async def overdue(unit: Unit, due: Due, chat: int | None, limit: int) -> list[Entry]:
    """Return enquiries that are to be brought up and have not been yet, those that wait longest first."""
    found = await unit.read(_listed(chat).where(_WAITS, _overdue(due)).order_by(*_LONGEST_FIRST).limit(limit))
    return [_entry(row) for row in found]


async def bring_up(unit: Unit, due: Due) -> int:
    """Store that everything overdue has been brought up, and return how many enquiries it was."""
    listened_to = select(persons.c.id).where(_enquirer(), persons.c.blocked_at.is_(None)).exists()
    stage = case((enquiries.c.waiting_since <= due.second, 2), else_=1)
    changed = await unit.write(update(enquiries).where(_IS_OPEN, _overdue(due), listened_to).values(brought_up=stage))
    return changed.rowcount


def _overdue(due: Due) -> ColumnElement[bool]:
    since, times = enquiries.c.waiting_since, enquiries.c.brought_up
    return and_(
        since <= max(due.first, due.second),
        or_(and_(since <= due.second, times < 2), and_(since <= due.first, times < 1)),
    )


# --- the staff group ------------------------------------------------------------------------------------------------


async def reach(connection: AsyncConnection, chat: int, now: int) -> Reach:
    """Return how messages to the staff group fare as of ``now``.

    Edits, marks and copies are refused for reasons of their own; a plain message that fails tells that the group is lost.
    """
    hold = await hold_through(connection)
    to_group = (outbox.c.recipient == str(chat), outbox.c.id > hold)
    waiting = union_all(
        *(
            select(outbox.c.created_at, outbox.c.error).where(OPEN, outbox.c.state == state, *to_group)
            for state in (PENDING, SENDING)
        )
    ).subquery()
    oldest = func.min(waiting.c.created_at).filter(waiting.c.error.is_not(None))
    posts, since = (await connection.execute(select(func.count(), oldest).select_from(waiting))).one()
    ended = await connection.execute(
        select(outbox.c.state, outbox.c.reason, outbox.c.ended_at)
        .where(outbox.c.ended_at >= now - LOOKED_AT, outbox.c.method == "sendMessage")
        .where(outbox.c.recipient + "" == str(chat))  # back from the newest end, instead of through all the group ever got
        .where(outbox.c.state != State.CANCELLED)
        .order_by(outbox.c.ended_at.desc(), outbox.c.id.desc())
        .limit(1)
    )
    last = ended.first()
    return Reach(
        posts, since, (State(last.state), Reason(last.reason) if last.reason else None, last.ended_at) if last else None
    )


# --- lists ----------------------------------------------------------------------------------------------------------


def _enquirer() -> ColumnElement[bool]:
    return persons.c.id == enquiries.c.person_id


def _in(view: View, colleague: int) -> ColumnElement[bool]:
    match view:
        case View.OPEN:
            return _IS_OPEN
        case View.WAITING:
            return _WAITS
        case View.MINE:
            return and_(_IS_OPEN, enquiries.c.taken_by == colleague)


def _listed(chat: int | None) -> Select[Any]:
    group = str(chat)
    return (
        select(
            enquiries,
            persons.c.name,
            persons.c.blocked_at,
            _colleagues.c.name.label("colleague"),
            _topic_rows.c.message_id.label("topic"),
            _card_rows.c.message_id.label("card"),
            _BY_MAIL.label("by_mail"),
        )
        .join(persons, _enquirer())
        .outerjoin(_colleagues, _colleagues.c.id == enquiries.c.taken_by)
        .outerjoin(topics, and_(topics.c.person_id == enquiries.c.person_id, topics.c.recipient == group))
        .outerjoin(_topic_rows, _topic_rows.c.id == topics.c.created_by)
        .outerjoin(_card_rows, and_(_card_rows.c.id == enquiries.c.card_row, _card_rows.c.recipient == group))
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        reference=row.reference,
        subject=Subject(row.subject),
        organisation=str(orjson.loads(row.answers).get("organisation") or ""),
        name=row.name,
        blocked=row.blocked_at is not None,
        waiting_since=row.waiting_since,
        taken_by=row.colleague,
        topic=row.topic,
        card=row.card,
        by_mail=bool(row.by_mail),
    )
