"""Dues, as members' contacts meet them: what is due, how to pay it, slips, receipts, and the words that remind of it."""

from domain.dues import OBLIGATION
from handlers.dues import chat, invoices, jobs, slips, wording
from handlers.kit.capability import Audience, Capability, Command
from locales.texts import NP_


def capability() -> Capability:
    """Return what dues contribute."""
    return Capability(
        name="dues",
        commands=(Command("dues", NP_("command", "Your organisation’s dues, payments and receipts"), Audience.CONTACTS),),
        handlers=(slips.handler(), invoices.handler(), *chat.handlers()),
        jobs=(jobs.assess,),
        offers=(slips.FLOW.offer, invoices.FLOW.offer),
        reminders={OBLIGATION: wording.word},
    )
