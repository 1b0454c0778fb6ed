"""The button that brings a letter as it came: its whole text to read, and the letter itself as a file."""

from telegram import Update

from domain.enquiries import Enquiry
from handlers.enquiries.desk.places import Place, places
from handlers.enquiries.desk.showing import options
from handlers.enquiries.mail import screens
from handlers.enquiries.mail.showing import NOTED
from handlers.kit.buttons import OLD_BUTTON, desk_button
from handlers.kit.capability import Handler
from handlers.kit.desk import desk_texts
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.received import ReceivedLetter, opened
from locales.texts import N_
from storage import enquiries, letters, people

SHOWN = N_("The letter is on its way.")
FORGOTTEN = N_("This letter is no longer kept.")


async def _on_original(update: Update, context: EventContext) -> None:
    event, chat = context.event, context.event.chat_id
    if chat is None:
        return
    button = press_of(update, event)
    if await event.repeated(button):
        return
    texts = await desk_texts(event, chat)
    _, enquiry_id, number = pressed(update).split(":")
    enquiry = await enquiries.by_id(event.unit, int(enquiry_id))
    if enquiry is None or await letters.owner_of(event.unit, int(number)) != enquiry.person_id:
        event.toast = Toast(texts.say(OLD_BUTTON), alert=True)
        return
    received = await opened(event.unit, int(number))
    if received is None:
        event.toast = Toast(texts.say(FORGOTTEN), alert=True)
        return
    usual = await places(event, enquiry, await people.by_id(event.unit, enquiry.person_id))
    # Where colleagues see the enquiry in the chat, which may be a colleague's own.
    place = next((each for each in usual if each.chat == chat), None) or Place(chat, texts, {})
    await _show(event, place, enquiry, received)
    await event.acknowledge(button, texts.say(SHOWN))


async def _show(event: Event, place: Place, enquiry: Enquiry, received: ReceivedLetter) -> None:
    how = options(f"{NOTED}:{enquiry.id}")
    for shown in screens.full_text(received.letter.full_text, place.texts):
        event.post(place.chat, "sendMessage", shown.call() | place.spot, **how)
    event.post(place.chat, "sendDocument", {"document": {"$enclosed": [received.number, None]}} | place.spot, **how)


def handlers() -> tuple[Handler, ...]:
    """Return the handler of the button."""
    return (desk_button(r"letter:\d{1,15}:\d{1,15}", _on_original),)
