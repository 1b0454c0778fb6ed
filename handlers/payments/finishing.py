"""What the treasurer's forms do when they are sent; what has changed meanwhile changes nothing and is shown as it stands."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial, wraps

from domain import money
from domain.errors import OutOfDateError
from domain.forms import Answers
from domain.names import folded
from domain.payments import Claim, Payment, Received
from handlers.kit.event import Event
from handlers.kit.messages import Message
from handlers.payments import actions, claim_screens, screens, showing
from handlers.payments.slip_posts import say_decided
from handlers.payments.telling import tell_member, tell_person
from locales.texts import N_
from storage import payments, slip_queue

Finish = Callable[[Event, Answers], Awaitable[Message]]

TREASURERS_ONLY = N_("Only treasurers and owners deal with payments.")
DECIDED = N_("Somebody has decided about this slip already.")
RECORDED = N_("Recorded.")
PLACED = N_("Placed. The contact has been told, if they can be reached.")
DONE = N_("Done. The contact has been told, if they can be reached.")
UNDONE = N_("Undone. The contacts have been told, if they can be reached.")
REJECTED = N_("Rejected. Its sender has been told.")
TOO_MUCH = N_("That is more than is due or can be placed. Nothing has been changed.")


def _by_treasurer(finish: Finish) -> Finish:
    """Return ``finish`` so that whoever lost the role since the form was begun is told so, and nothing happens."""

    @wraps(finish)
    async def finished(event: Event, answers: Answers) -> Message:
        try:
            return await finish(event, answers)
        except actions.NotTreasurerError:
            return screens.said(event.texts.say(TREASURERS_ONLY))

    return finished


@_by_treasurer
async def record(event: Event, answers: Answers) -> Message:
    """Record a payment, and show which claims it may be meant for."""
    received = Received(
        fen=money.parse(answers["amount"]),
        paid_on=date.fromisoformat(answers["paid_on"]),
        payer=answers["payer"] or "",
        remark=answers["remark"] or "",
    )
    slip = answers.get("slip")
    try:
        payment = await actions.record(event.unit, event.who, received, slip)
    except OutOfDateError:
        return screens.said(event.texts.say(DECIDED))
    if slip is not None:
        await say_decided(event, slip, payment.reference)
    return await showing.payment(event, payment, event.texts.say(RECORDED))


@_by_treasurer
async def place(event: Event, answers: Answers) -> Message:
    """Place a payment on the claim that was typed; where several are found, ask which."""
    payment = await payments.by_id(event.unit, answers["payment"])
    if payment is None or payment.version != answers["version"]:
        return await showing.payment(event, payment, event.texts.say(showing.OUT_OF_DATE))
    found = await payments.claims_named(event.unit, folded(answers["claim"]), screens.LISTED)
    due = [each for each in found if each.assessment.open_fen > 0]
    if len(due) != 1:
        return screens.claims_for(payment, due, event.texts)
    fen = money.parse(answers["amount"]) if answers["amount"] else min(payment.rest, due[0].assessment.open_fen)
    return await put(event, payment, due[0], fen)


async def put(event: Event, payment: Payment, claim: Claim, fen: int) -> Message:
    """Place a part of a payment on a claim, tell the contact, and return the payment as it stands then."""
    try:
        after, settled = await actions.place(event.unit, event.who, payment, claim, fen)
    except OutOfDateError:
        current = await payments.by_id(event.unit, payment.id)
        return await showing.payment(event, current, event.texts.say(showing.OUT_OF_DATE))
    except ValueError:
        return await showing.payment(event, payment, event.texts.say(TOO_MUCH))
    await tell_member(event, settled, partial(claim_screens.receipt, after, settled, fen))
    return await showing.payment(event, after, event.texts.say(PLACED))


@_by_treasurer
async def adjust(event: Event, answers: Answers) -> Message:
    """Waive or correct something of a claim, and show it."""
    claim = await payments.claim(event.unit, answers["claim"])
    if claim is None or claim.assessment.version != answers["version"]:
        return await showing.claim(event, claim, event.texts.say(showing.OUT_OF_DATE))
    fen, reason = money.parse(answers["amount"]), answers["reason"]
    try:
        if answers["how"] == "waive":
            changed = await actions.waive(event.unit, event.who, claim, fen, reason)
        else:
            changed = await actions.correct(event.unit, event.who, claim, fen if answers["how"] == "more" else -fen, reason)
    except ValueError:
        return await showing.claim(event, claim, event.texts.say(TOO_MUCH))
    await tell_member(event, changed, partial(claim_screens.adjusted, changed))
    return await showing.claim(event, changed, event.texts.say(DONE))


@_by_treasurer
async def take_back(event: Event, answers: Answers) -> Message:
    """Undo a payment or reject a slip, for the reason that was typed."""
    return await (_undo if "payment" in answers else _reject)(event, answers)


async def _undo(event: Event, answers: Answers) -> Message:
    payment = await payments.by_id(event.unit, answers["payment"])
    if payment is None or payment.version != answers["version"] or payment.undone_at is not None:
        return await showing.payment(event, payment, event.texts.say(showing.OUT_OF_DATE))
    undone, reopened = await actions.undo(event.unit, event.who, payment, answers["reason"])
    for claim in reopened:
        await tell_member(event, claim, partial(claim_screens.taken_back, undone, claim))
    return await showing.payment(event, undone, event.texts.say(UNDONE))


async def _reject(event: Event, answers: Answers) -> Message:
    slip = await slip_queue.by_id(event.unit, answers["slip"])
    claim = await payments.claim(event.unit, slip.assessment_id) if slip else None
    if slip is None or claim is None:
        return showing.unknown(event)
    try:
        await actions.reject(event.unit, event.who, slip, claim)
    except OutOfDateError:
        return screens.said(event.texts.say(DECIDED))
    await tell_person(event, claim, slip.person_id, partial(claim_screens.slip_rejected, claim, answers["reason"]))
    await say_decided(event, slip.id, None)
    return screens.said(event.texts.say(REJECTED))
