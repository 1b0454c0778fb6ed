"""Screens of the treasurer's, gathered from what is stored: each as things stand at this moment."""

from domain.payments import Claim, Payment, candidates
from handlers.kit.event import Event
from handlers.kit.messages import Message
from handlers.payments import claim_screens, screens
from locales.texts import N_
from storage import dues, payments, slip_queue

OUT_OF_DATE = N_("This screen is out of date. It now shows how things stand.")
UNKNOWN = N_("There is nothing under this number.")


def unknown(event: Event) -> Message:
    """Say that there is no such payment, claim or slip."""
    return screens.said(event.texts.say(UNKNOWN))


async def overview(event: Event, view: str) -> Message:
    """Return a list of payments: the ``latest``, or those ``unplaced``."""
    found = await (payments.latest if view == "latest" else payments.unplaced)(event.unit, screens.LISTED)
    return screens.overview(view, found, event.texts, waiting=await slip_queue.count_waiting(event.unit))


async def slips(event: Event) -> Message:
    """Return the slips that have waited longest."""
    waiting = await slip_queue.waiting(event.unit, screens.LISTED)
    claims = [await payments.claim(event.unit, each.assessment_id) for each in waiting]
    return screens.slips([(slip, claim) for slip, claim in zip(waiting, claims, strict=True) if claim], event.texts)


async def payment(event: Event, found: Payment | None, note: str | None = None) -> Message:
    """Return a payment with what it may be meant for, as long as something of it is to be placed."""
    if found is None:
        return unknown(event)
    placed = await payments.claims_of(event.unit, found.id)
    meant_for = []
    if found.rest:
        slip = await slip_queue.by_id(event.unit, found.slip_id) if found.slip_id else None
        meant_for = candidates(found, await payments.open_claims(event.unit), slip.assessment_id if slip else None)
    return screens.payment(found, placed, meant_for[: screens.LISTED], event.texts, note)


async def claim(event: Event, found: Claim | None, note: str | None = None) -> Message:
    """Return a claim with everything that ever changed it."""
    if found is None:
        return unknown(event)
    number = found.assessment.id
    entries = (await dues.entries(event.unit, [number]))[number]
    return claim_screens.claim(found, entries, event.texts, note)
