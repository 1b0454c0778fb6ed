"""The treasurer's side of dues: payments, slips that wait, waivers and corrections."""

from handlers.kit.capability import Audience, Capability, Command
from handlers.payments import chat, forms, telling
from locales.texts import NP_


def capability() -> Capability:
    """Return what payments contribute."""
    return Capability(
        name="payments",
        commands=(Command("payment", NP_("command", "Record payments, and what becomes of claims"), Audience.STAFF),),
        handlers=chat.handlers(),
        outcomes={telling.NEWS: telling.not_told},
        offers=(forms.PAYMENT.offer,),
    )
