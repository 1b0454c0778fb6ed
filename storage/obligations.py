"""Obligations: what members are reminded of until they have seen to it.

Whoever knows that something is due creates one, and says when it is done. What was queued about it is cancelled in the same
transaction, so nobody is reminded of what they have just paid; only what is already on its way can no longer be called back.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, Text, cast, exists, func, literal, select, update

from domain.outbox import State as RowState
from domain.reminders import Obligation, State, Told, Why
from storage import posts
from storage.schema import obligations, outbox, reminders
from storage.unit import Unit
from storage.upsert import upsert

SUBJECT = "reminder"
"""First word of the subjects of outbox rows that remind; behind it stands the number of the line in the ledger."""

SUBJECT_OF_LINE = literal(f"{SUBJECT}:") + cast(reminders.c.id, Text)


async def of_member(unit: Unit, member_id: int, limit: int) -> list[Obligation]:
    """Return the last ``limit`` obligations of a member, the latest due day first."""
    theirs = select(obligations).where(obligations.c.member_id == member_id)
    found = await unit.read(theirs.order_by(obligations.c.due_on.desc(), obligations.c.id.desc()).limit(limit))
    return [
        Obligation(each.id, each.kind, date.fromisoformat(each.due_on), State(each.state), each.reached, each.ended_at)
        for each in found
    ]


async def create(unit: Unit, *, kind: str, subject_id: int, member_id: int, due_on: date) -> None:
    """Let a member be reminded of something until ``due_on`` and beyond; what is known already stays as it is."""
    new = upsert(obligations).values(
        kind=kind, subject_id=subject_id, member_id=member_id, due_on=due_on.isoformat(), created_at=unit.now
    )
    await unit.write(new.on_conflict_do_nothing(index_elements=["kind", "subject_id"]))


async def settle(unit: Unit, kind: str, subject_ids: Collection[int], *, reason: Why) -> None:
    """End the reminders of what has been seen to."""
    await _end(unit, kind, subject_ids, State.SETTLED, reason)


async def withdraw(unit: Unit, kind: str, subject_ids: Collection[int], *, reason: Why = Why.WITHDRAWN) -> None:
    """End the reminders of what nobody has to see to any more."""
    await _end(unit, kind, subject_ids, State.WITHDRAWN, reason)


async def reopen(unit: Unit, kind: str, subject_ids: Collection[int]) -> None:
    """Remind again of what had ended: of the steps to come, and of one that had been called back."""
    ended = _of(kind, subject_ids) & (obligations.c.state != State.OPEN)
    await unit.write(update(obligations).where(ended).values(state=State.OPEN, ended_at=None, reached=_told_through()))


async def move(unit: Unit, kind: str, subject_id: int, due_on: date) -> None:
    """Let something be due on another day. Steps that were told are not told again; what waits names the former day."""
    this = _of(kind, [subject_id])
    await unit.write(update(obligations).where(this).values(due_on=due_on.isoformat()))
    await call_back(unit, _lines_of(this), Told.CANCELLED, Why.MOVED)
    await unit.write(update(obligations).where(this).values(reached=_told_through()))


async def leave_member(unit: Unit, member_id: int) -> None:
    """Call back what waits for a member that is not reminded any more; once it is again, it hears the same step."""
    theirs = reminders.c.obligation_id.in_(select(obligations.c.id).where(obligations.c.member_id == member_id))
    await _recall(unit, theirs, Why.MEMBERSHIP)


async def leave_contact(unit: Unit, contact_id: int) -> None:
    """Call back what waits for a contact who speaks for the member no more; whoever reads next is told the same step."""
    await _recall(unit, reminders.c.contact_id == contact_id, Why.CONTACT_ENDED)


async def _recall(unit: Unit, lines: ColumnElement[bool], reason: Why) -> None:
    waiting = await unit.read(select(reminders.c.obligation_id).where(lines, reminders.c.state == Told.QUEUED).distinct())
    if numbers := list(waiting.scalars()):
        await call_back(unit, lines, Told.CANCELLED, reason)
        await back_to_last_told(unit, numbers)


async def back_to_last_told(unit: Unit, numbers: Collection[int]) -> None:
    """Let obligations stand where their last step was told that has not been called back."""
    await unit.write(update(obligations).where(obligations.c.id.in_(numbers)).values(reached=_told_through()))


async def call_back(unit: Unit, lines: ColumnElement[bool], becomes: Told, reason: Why) -> None:
    """Cancel what still waits to be sent of some lines of the ledger, which then stand there as ``becomes``."""
    waiting = lines & (reminders.c.state == Told.QUEUED)
    await posts.call_back(unit, outbox.c.subject.in_(select(SUBJECT_OF_LINE).where(waiting)))
    going = exists().where(outbox.c.subject == SUBJECT_OF_LINE, outbox.c.state != RowState.CANCELLED)
    await unit.write(update(reminders).where(waiting).values(reason=reason))
    await unit.write(update(reminders).where(waiting, ~going).values(state=becomes, ended_at=unit.now))


async def _end(unit: Unit, kind: str, subject_ids: Collection[int], state: State, reason: Why) -> None:
    these = _of(kind, subject_ids)
    is_open = obligations.c.state == State.OPEN
    await unit.write(update(obligations).where(these, is_open).values(state=state, ended_at=unit.now))
    await call_back(unit, _lines_of(these), Told.CANCELLED, reason)


def _of(kind: str, subject_ids: Collection[int]) -> ColumnElement[bool]:
    return (obligations.c.kind == kind) & obligations.c.subject_id.in_(subject_ids)


def _lines_of(these: ColumnElement[bool]) -> ColumnElement[bool]:
    return reminders.c.obligation_id.in_(select(obligations.c.id).where(these))


def _told_through() -> ScalarSelect[int]:
    """Select the last step of an obligation of which more is left than that it was called back."""
    theirs = (reminders.c.obligation_id == obligations.c.id) & (reminders.c.state != Told.CANCELLED)
    return select(func.max(reminders.c.step)).where(theirs).correlate(obligations).scalar_subquery()
