"""What a treasurer can do about payments, claims and slips. Nothing here knows Telegram.

Whoever acts is asked anew for their right, and everything leaves a line in the trail. What has changed since it was seen raises
`OutOfDateError`.
"""

from domain.audit import Action
from domain.payments import Claim, Payment, Received, Slip, SlipState
from domain.people import Actor, Role
from storage import audit, dues, payments, slip_queue
from storage.unit import Unit


class NotTreasurerError(Exception):
    """Somebody who is neither treasurer nor owner tried to act on money."""


async def record(unit: Unit, actor: Actor, received: Received, slip_id: int | None = None) -> Payment:
    """Record what came in, perhaps as a slip of a contact's shows it, which then waits no longer."""
    _check(actor)
    if slip_id is not None:
        await slip_queue.decide(unit, slip_id, SlipState.RECORDED, actor_id=actor.person.id)
    payment = await payments.record(unit, received, slip_id=slip_id, actor_id=actor.person.id)
    await audit.note(unit, actor.person.id, Action.PAYMENT_RECORDED, payment.reference)
    return payment


async def place(unit: Unit, actor: Actor, payment: Payment, claim: Claim, fen: int) -> tuple[Payment, Claim]:
    """Let ``fen`` of a payment settle a claim; raise `ValueError` where it is more than is due, or than is left."""
    _check(actor)
    placed = await payments.place(unit, payment, claim, fen, actor_id=actor.person.id)
    await audit.note(unit, actor.person.id, Action.PAYMENT_PLACED, f"{payment.reference}:{claim.assessment.reference}")
    return placed


async def undo(unit: Unit, actor: Actor, payment: Payment, reason: str) -> tuple[Payment, list[Claim]]:
    """Let a payment count as never received, and return it with the claims that are open again by that."""
    _check(actor)
    undone = await payments.undo(unit, payment, reason, actor_id=actor.person.id)
    await audit.note(unit, actor.person.id, Action.PAYMENT_UNDONE, payment.reference)
    return undone


async def waive(unit: Unit, actor: Actor, claim: Claim, fen: int, reason: str) -> Claim:
    """Let a member off ``fen`` of a claim; `ValueError` when that is more than is open."""
    _check(actor)
    waived = await dues.waive(unit, claim.assessment, fen, reason, actor_id=actor.person.id)
    await audit.note(unit, actor.person.id, Action.DUES_WAIVED, claim.assessment.reference)
    return Claim(waived, claim.member)


async def correct(unit: Unit, actor: Actor, claim: Claim, fen: int, reason: str) -> Claim:
    """Add ``fen`` to a claim, or take so much off it where they are below zero; `ValueError` when that gets out of hand."""
    _check(actor)
    corrected = await dues.correct(unit, claim.assessment, fen, reason, actor_id=actor.person.id)
    await audit.note(unit, actor.person.id, Action.DUES_CORRECTED, claim.assessment.reference)
    return Claim(corrected, claim.member)


async def reject(unit: Unit, actor: Actor, slip: Slip, claim: Claim) -> None:
    """Say of a slip that no payment is recorded for it."""
    _check(actor)
    await slip_queue.decide(unit, slip.id, SlipState.REJECTED, actor_id=actor.person.id)
    await audit.note(unit, actor.person.id, Action.SLIP_REJECTED, f"slip:{claim.assessment.reference}")


def _check(actor: Actor) -> None:
    if not actor.may(Role.TREASURER):
        raise NotTreasurerError
