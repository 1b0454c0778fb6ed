"""The button that sends what a colleague's message says since its edit, where a letter had left with what it said before."""

from telegram import Update

from handlers.enquiries.desk import letter_screens as screens
from handlers.enquiries.desk.by_letter import FURTHER, send_further
from handlers.enquiries.desk.ways import way_of
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.desk import desk_texts
from handlers.kit.event import EventContext, Toast, press_of, pressed
from locales.texts import N_
from storage import enquiries, messages

EDITED_SINCE = N_("This has been edited again since; the newest edit has a button of its own.")
NO_WAY = N_("No letter can reach this person now.")
ON_ITS_WAY = N_("On its way.")


async def _on_send(update: Update, context: EventContext) -> None:
    event = context.event
    button = press_of(update, event)
    if event.chat_id is None or await event.repeated(button):
        return
    texts = await desk_texts(event, event.chat_id)
    _, _, number, edited_at = pressed(update).split(":")
    said = await messages.by_id(event.unit, int(number))
    enquiry = await enquiries.by_id(event.unit, said.enquiry_id) if said else None
    if said is None or enquiry is None or said.edited_at != int(edited_at):
        event.toast = Toast(texts.say(EDITED_SINCE), alert=True)
        return
    way = await way_of(event, enquiry, by_mail=True)
    if way is None:
        event.toast = Toast(texts.say(NO_WAY), alert=True)
        return
    await send_further(event, enquiry, said, way)
    event.rewrite(screens.further_letter_queued(texts))
    await event.acknowledge(button, texts.say(ON_ITS_WAY))


def handler() -> Handler:
    """Return the handler of the button."""
    return desk_button(rf"{FURTHER}:\d{{1,15}}:\d{{1,15}}:\d{{1,15}}", _on_send)
