"""Payments on record: what came in, to which claims it went, and that it never came in after all.

What of a payment went to a claim is an entry of that claim (`storage.dues`), and so is its taking back: nothing is edited.
Claims and payments that have changed since they were seen raise `OutOfDateError`, and nothing is written.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update

from domain.dues import EntryKind
from domain.errors import OutOfDateError
from domain.payments import Claim, Payment, Received
from storage import counters, dues, members
from storage.schema import assessments, dues_entries, payments
from storage.schema import members as organisations
from storage.unit import Unit

_OF_PAYMENT = dues_entries.c.payment_id == payments.c.id
_PLACED = select(func.coalesce(-func.sum(dues_entries.c.fen), 0)).where(_OF_PAYMENT).scalar_subquery()
_ENTRIES = select(func.count()).select_from(dues_entries).where(_OF_PAYMENT).scalar_subquery()
_PAYMENTS = select(payments, _PLACED.label("placed"), _ENTRIES.label("entries"))


async def record(unit: Unit, received: Received, *, slip_id: int | None = None, actor_id: int) -> Payment:
    """Store what came in. Its reference is of the year in which it came."""
    year = received.paid_on.year
    reference = f"R-{year}-{await counters.following(unit, 'payment', year):04}"
    stored = await unit.write(
        insert(payments)
        .values(
            reference=reference,
            fen=received.fen,
            paid_on=received.paid_on.isoformat(),
            payer=received.payer,
            remark=received.remark,
            slip_id=slip_id,
            recorded_by=actor_id,
            recorded_at=unit.now,
        )
        .returning(payments.c.id)
    )
    return Payment(stored.scalar_one(), 0, reference, received, placed=0, slip_id=slip_id)


async def place(unit: Unit, payment: Payment, claim: Claim, fen: int, *, actor_id: int) -> tuple[Payment, Claim]:
    """Let ``fen`` of a payment settle as much of a claim, and return both as they stand then.

    It is never more than the claim comes to, nor than is left of the payment: `ValueError`.
    """
    current, now_due = await _as_seen(unit, payment), await dues.by_id(unit, claim.assessment.id)
    if now_due is None or now_due.version != claim.assessment.version:
        raise OutOfDateError
    if not 0 < fen <= min(current.rest, now_due.open_fen):
        raise ValueError("more than is due, or than is left")
    entered = await dues.enter(unit, now_due.id, EntryKind.PAYMENT, -fen, payment_id=payment.id, actor_id=actor_id)
    return await _again(unit, payment), Claim(entered, claim.member)


async def undo(unit: Unit, payment: Payment, reason: str, *, actor_id: int) -> tuple[Payment, list[Claim]]:
    """Let a payment count as never received, and return it with the claims that are open again by that."""
    current = await _as_seen(unit, payment)
    if current.undone_at is not None:
        raise OutOfDateError
    placed = await unit.read(
        select(dues_entries.c.assessment_id, func.sum(dues_entries.c.fen).label("fen"))
        .where(dues_entries.c.payment_id == payment.id)
        .group_by(dues_entries.c.assessment_id)
        .order_by(dues_entries.c.assessment_id)
    )
    reopened = [
        await dues.enter(
            unit, row.assessment_id, EntryKind.REVERSAL, -row.fen, payment_id=payment.id, reason=reason, actor_id=actor_id
        )
        for row in placed.all()
    ]
    await unit.write(
        update(payments).where(payments.c.id == payment.id).values(undone_by=actor_id, undone_at=unit.now, undo_reason=reason)
    )
    owed = await members.by_ids(unit, {each.member_id for each in reopened})
    return await _again(unit, payment), [Claim(each, owed[each.member_id]) for each in reopened]


async def by_id(unit: Unit, payment_id: int) -> Payment | None:
    """Return a payment, None when there is none under that number."""
    return next(iter(await _select(unit, payments.c.id == payment_id, limit=1)), None)


async def by_reference(unit: Unit, reference: str) -> Payment | None:
    """Return the payment with a reference in its written form."""
    return next(iter(await _select(unit, payments.c.reference == reference, limit=1)), None)


async def latest(unit: Unit, limit: int) -> list[Payment]:
    """Return the payments that were recorded last, newest first."""
    return await _select(unit, None, limit=limit)


async def unplaced(unit: Unit, limit: int) -> list[Payment]:
    """Return payments of which something is still to be placed, newest first."""
    return await _select(unit, payments.c.undone_at.is_(None) & (payments.c.fen > _PLACED), limit=limit)


async def claims_of(unit: Unit, payment_id: int) -> list[tuple[Claim, int]]:
    """Return to which claims a payment went, and how many fen of it stand there now; what was taken back has none."""
    shares = (
        select(dues_entries.c.assessment_id, (-func.sum(dues_entries.c.fen)).label("share"))
        .where(dues_entries.c.payment_id == payment_id)
        .group_by(dues_entries.c.assessment_id)
    )
    found = {row.assessment_id: row.share for row in await unit.read(shares)}
    return [(claim, found[claim.assessment.id]) for claim in await _claims(unit, assessments.c.id.in_(found))]


async def claim(unit: Unit, assessment_id: int) -> Claim | None:
    """Return a claim, None when there is none under that number."""
    return next(iter(await _claims(unit, assessments.c.id == assessment_id)), None)


async def claims_named(unit: Unit, words: str, limit: int) -> list[Claim]:
    """Return the claims with that reference, or on members found by ``words`` (folded); open ones first, then newest."""
    named = func.upper(assessments.c.reference) == words.upper()
    found = organisations.c.found_by.contains(words, autoescape=True)
    return await _claims(unit, named | found, (assessments.c.open_fen <= 0, assessments.c.id.desc()), limit)


async def open_claims(unit: Unit) -> list[Claim]:
    """Return every claim on which something is still to be paid, the longest due first."""
    return await _claims(unit, assessments.c.open_fen > 0, (assessments.c.due_on, assessments.c.id))


async def _as_seen(unit: Unit, payment: Payment) -> Payment:
    current = await by_id(unit, payment.id)
    if current is None or current.version != payment.version:
        raise OutOfDateError
    return current


async def _again(unit: Unit, payment: Payment) -> Payment:
    (current,) = await _select(unit, payments.c.id == payment.id, limit=1)
    return current


async def _select(unit: Unit, condition: ColumnElement[bool] | None, *, limit: int) -> list[Payment]:
    wanted = _PAYMENTS if condition is None else _PAYMENTS.where(condition)
    return [_payment(row) for row in await unit.read(wanted.order_by(payments.c.id.desc()).limit(limit))]


async def _claims(
    unit: Unit, condition: ColumnElement[bool], order: Sequence[Any] = (assessments.c.id,), limit: int | None = None
) -> list[Claim]:
    whose = organisations.c.id == assessments.c.member_id
    wanted = select(assessments).join(organisations, whose).where(condition).order_by(*order).limit(limit)
    found = [dues.assessment_in(row) for row in await unit.read(wanted)]
    owing = select(assessments.c.member_id).join(organisations, whose).where(condition)
    rows = await unit.read(select(organisations).where(organisations.c.id.in_(owing)))
    owed = {row.id: members.member_in(row) for row in rows}
    return [Claim(each, owed[each.member_id]) for each in found]


def _payment(row: Any) -> Payment:
    return Payment(
        row.id,
        row.entries + (row.undone_at is not None),
        row.reference,
        Received(fen=row.fen, paid_on=date.fromisoformat(row.paid_on), payer=row.payer, remark=row.remark),
        placed=row.placed,
        slip_id=row.slip_id,
        undone_at=row.undone_at,
    )
