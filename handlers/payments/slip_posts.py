"""Slips at the desk: where each stands, what is said below it once it is decided, and its copy for the treasurer."""

from domain.payments import Claim, Slip
from handlers.kit.desk import desk_texts
from handlers.kit.event import Event
from handlers.kit.files import sending
from handlers.payments import screens
from storage import posts


async def say_decided(event: Event, slip_id: int, reference: str | None) -> None:
    """Take the buttons off a slip wherever it stands at the desk, and say below it what was decided."""
    for row, recipient, method in await posts.about(event.unit, f"slip:{slip_id}"):
        if not method.startswith("send"):
            continue
        chat, it = int(recipient), {"$sent": row}
        event.post(chat, "editMessageReplyMarkup", {"message_id": it, "reply_markup": {"inline_keyboard": []}})
        said = screens.slip_decided(reference, await desk_texts(event, chat))
        below = {"reply_parameters": {"message_id": it, "allow_sending_without_reply": True}}
        event.post(chat, "sendMessage", said.call() | below)


def show_in_private(event: Event, slip: Slip, claim: Claim) -> None:
    """Send the treasurer a slip with its buttons; of a file that was erased with its sender only the words."""
    chat, screen = int(event.who.channel.address), screens.slip(claim, slip.id, event.texts)
    if slip.content:
        method, file = sending(slip.content)
        event.post(chat, method, file | screen.caption(), person=event.who.person, subject=f"slip:{slip.id}")
    else:
        event.post(chat, "sendMessage", screen.call(), person=event.who.person, subject=f"slip:{slip.id}")
