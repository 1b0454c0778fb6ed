"""Claims on members, and everything that ever changed what one comes to.

Entries are only added; what is still open is kept beside them in the same transaction, and what a claim's reminders hang on
ends and begins again with it.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, insert, literal, select, update

from domain.dues import OBLIGATION, Assessment, DuesEntry, EntryKind, anniversaries_through, fits, owed
from domain.errors import OutOfDateError
from domain.profile import DuesRules
from domain.reminders import Why
from domain.roster import Member, MemberState
from storage import counters, obligations
from storage.members import member_in
from storage.schema import assessments, dues_entries, members, payments
from storage.unit import Unit

_SETTLED_BY = {EntryKind.PAYMENT: Why.PAID, EntryKind.WAIVER: Why.WAIVED}
_ENTRIES = select(dues_entries, payments.c.reference.label("payment_reference"), payments.c.paid_on).outerjoin(
    payments, payments.c.id == dues_entries.c.payment_id
)


async def assess(unit: Unit, rules: DuesRules, today: date, limit: int) -> list[Assessment]:
    """Make the claims for the year that runs ``today`` that nobody has made yet, ``limit`` of them at most."""
    found = await unit.read(_not_assessed(rules, today).order_by(members.c.id).limit(limit))
    return [await _claim(unit, rules, member_in(row), today) for row in found.all()]


def _not_assessed(rules: DuesRules, today: date) -> Any:
    """Select the members who owe dues for the year that runs, and on whom there is no claim for it."""
    paying = [tier for tier, fee in rules.fees.items() if fee > 0]
    year: ColumnElement[int] = literal(today.year)
    if rules.year == "anniversary":
        to_come = func.substr(members.c.joined_on, 6) > anniversaries_through(today)
        year = case((to_come, today.year - 1), else_=today.year)
    return select(members).where(
        members.c.state == MemberState.ACTIVE,
        members.c.tier.in_(paying),
        members.c.joined_on <= today.isoformat(),
        ~exists().where(assessments.c.member_id == members.c.id, assessments.c.year == year),
    )


async def _claim(unit: Unit, rules: DuesRules, member: Member, today: date) -> Assessment:
    claim = owed(rules, member.entry, today)
    if claim is None:
        raise LookupError("was chosen as owing, and owes nothing")
    made = await unit.write(
        insert(assessments)
        .values(
            reference=f"D-{claim.year}-{await counters.following(unit, OBLIGATION, claim.year):04}",
            member_id=member.id,
            year=claim.year,
            begins_on=claim.begins_on.isoformat(),
            ends_on=claim.ends_on.isoformat(),
            tier=member.entry.tier,
            due_on=claim.due_on.isoformat(),
            open_fen=0,
            created_at=unit.now,
        )
        .returning(assessments.c.id)
    )
    number: int = made.scalar_one()
    await obligations.create(unit, kind=OBLIGATION, subject_id=number, member_id=member.id, due_on=claim.due_on)
    return await enter(unit, number, EntryKind.ASSESSED, claim.fen, actor_id=None)


async def enter(
    unit: Unit,
    assessment_id: int,
    kind: EntryKind,
    fen: int,
    *,
    payment_id: int | None = None,
    reason: str = "",
    actor_id: int | None,
) -> Assessment:
    """Add an entry to a claim and return the claim as it stands then; reminders of it end or begin again with what is open.

    `ValueError` when the claim cannot take it (`domain.dues.fits`), `LookupError` when there is no such claim.
    """
    before = await by_id(unit, assessment_id)
    if before is None:
        raise LookupError("no such claim")
    if not fits(kind, fen, before.open_fen):
        raise ValueError("not an entry for this claim")
    values = {"payment_id": payment_id, "reason": reason, "actor_id": actor_id, "at": unit.now}
    await unit.write(insert(dues_entries).values(assessment_id=assessment_id, kind=kind, fen=fen, **values))
    changed = await unit.write(
        update(assessments)
        .where(assessments.c.id == assessment_id)
        .values(open_fen=assessments.c.open_fen + fen, version=assessments.c.version + 1)
        .returning(assessments)
    )
    after = assessment_in(changed.one())
    if before.open_fen > 0 >= after.open_fen:
        await obligations.settle(unit, OBLIGATION, [assessment_id], reason=_SETTLED_BY.get(kind, Why.CORRECTED))
    elif after.open_fen > 0 >= before.open_fen and kind is not EntryKind.ASSESSED:
        await obligations.reopen(unit, OBLIGATION, [assessment_id])
    return after


async def waive(unit: Unit, seen: Assessment, fen: int, reason: str, *, actor_id: int) -> Assessment:
    """Let a member off ``fen`` of what is open of a claim; `ValueError` when that is more than is open.

    `OutOfDateError` when the claim has changed since it was ``seen``.
    """
    await _unchanged(unit, seen)
    if not 0 < fen <= seen.open_fen:
        raise ValueError("more than is open")
    return await enter(unit, seen.id, EntryKind.WAIVER, -fen, reason=reason, actor_id=actor_id)


async def correct(unit: Unit, seen: Assessment, fen: int, reason: str, *, actor_id: int) -> Assessment:
    """Add ``fen`` to a claim, or take so much off it where they are below zero; `ValueError` when that gets out of hand.

    `OutOfDateError` when the claim has changed since it was ``seen``.
    """
    await _unchanged(unit, seen)
    return await enter(unit, seen.id, EntryKind.CORRECTION, fen, reason=reason, actor_id=actor_id)


async def _unchanged(unit: Unit, seen: Assessment) -> None:
    current = await by_id(unit, seen.id)
    if current is None or current.version != seen.version:
        raise OutOfDateError


async def by_id(unit: Unit, assessment_id: int) -> Assessment | None:
    """Return a claim, None when there is none under that number."""
    return next(iter(await by_ids(unit, [assessment_id])), None)


async def by_ids(unit: Unit, assessment_ids: Collection[int]) -> list[Assessment]:
    """Return those of some claims that there are, oldest first."""
    return await _select(unit, assessments.c.id.in_(assessment_ids))


async def of_member(unit: Unit, member_id: int) -> list[Assessment]:
    """Return every claim on a member, oldest first."""
    return await _select(unit, assessments.c.member_id == member_id)


async def open_of(unit: Unit, member_id: int) -> list[Assessment]:
    """Return the claims on a member of which something is still to be paid, oldest first."""
    return await _select(unit, (assessments.c.member_id == member_id) & (assessments.c.open_fen > 0))


async def entries(unit: Unit, assessment_ids: Collection[int]) -> dict[int, list[DuesEntry]]:
    """Return everything that changed some claims, by the claim's number, oldest first."""
    found: dict[int, list[DuesEntry]] = {number: [] for number in assessment_ids}
    theirs = _ENTRIES.where(dues_entries.c.assessment_id.in_(assessment_ids)).order_by(dues_entries.c.id)
    for row in await unit.read(theirs):
        found[row.assessment_id].append(_entry(row))
    return found


def assessment_in(row: Any) -> Assessment:
    """Return the claim a row of the table holds."""
    return Assessment(
        id=row.id,
        version=row.version,
        reference=row.reference,
        member_id=row.member_id,
        year=row.year,
        begins_on=date.fromisoformat(row.begins_on),
        ends_on=date.fromisoformat(row.ends_on),
        tier=row.tier,
        due_on=date.fromisoformat(row.due_on),
        open_fen=row.open_fen,
    )


def _entry(row: Any) -> DuesEntry:
    return DuesEntry(
        id=row.id,
        kind=EntryKind(row.kind),
        fen=row.fen,
        at=row.at,
        reason=row.reason,
        payment_id=row.payment_id,
        payment_reference=row.payment_reference,
        paid_on=date.fromisoformat(row.paid_on) if row.paid_on else None,
    )


async def _select(unit: Unit, condition: ColumnElement[bool]) -> list[Assessment]:
    found: Sequence[Any] = (await unit.read(select(assessments).where(condition).order_by(assessments.c.id))).all()
    return [assessment_in(row) for row in found]
