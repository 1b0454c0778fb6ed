"""What goes to a colleague's private chat only, and what the staff group hears when it cannot: a bot may not write first."""

from domain.outbox import Reason
from handlers.kit.capability import Outcome
from handlers.kit.event import Event
from handlers.kit.markup import escape
from handlers.kit.messages import Message
from locales.texts import Texts


def not_reached(texts: Texts) -> Message:
    """Say that something could not be delivered, to be read where it was asked for."""
    text = texts._(
        "What was asked for cannot be delivered: I may not write to that colleague in private yet. Please open my chat, press "
        "Start, and ask again."
    )
    return Message(escape(text))


async def tell_group(event: Event, outcome: Outcome) -> None:
    """Say in the staff group that something did not reach a colleague in private; without a group nobody else is told."""
    if outcome.reason == Reason.UNREACHABLE and event.office.staff_chat is not None:
        event.post(event.office.staff_chat, "sendMessage", not_reached(event.office.texts).call())
