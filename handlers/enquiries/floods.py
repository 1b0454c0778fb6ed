"""What somebody sends beyond their messages a minute: kept and answered once, and shown to colleagues ten at a time.

Nothing of it is queued for the desk before somebody asks for it, so that nobody else waits behind it.
"""

from telegram import Update
from telegram.ext import filters

from domain.enquiries import Enquiry
from domain.instants import MINUTE
from domain.outbox import Lane
from handlers.enquiries import chat, edits
from handlers.enquiries import screens as enquirer_screens
from handlers.enquiries.desk import flood_screens as screens
from handlers.enquiries.desk.amending import show_as_it_is
from handlers.enquiries.desk.places import places
from handlers.enquiries.desk.showing import options
from handlers.enquiries.mail import showing
from handlers.enquiries.questions import asking
from handlers.kit.buttons import OLD_BUTTON, desk_button
from handlers.kit.capability import Handler
from handlers.kit.desk import desk_texts
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.filters import WRITTEN
from handlers.kit.messages import Message
from locales.texts import N_, Texts
from storage import enquiries, messages, people

KEPT = "kept"
"""Subject of the line that says how much is kept."""

QUIET = MINUTE
"""Milliseconds without a message after which a flood has ended."""

LONG = 10 * QUIET
"""How long (ms) colleagues hear nothing of a flood that does not end."""

SHOWN = N_("On their way.")
SHOWN_BEFORE = N_("These have been shown already.")


async def take_excess(event: Event, update: Update, *, first: bool) -> None:
    """Keep what is too much; a command that asks nothing of the office is left alone."""
    if first:
        event.reply(enquirer_screens.too_much(event.texts))
    message = update.message
    if message is None:
        if update.edited_message is not None:
            await edits.follow(event, update.edited_message, too_much=True)
    elif WRITTEN.filter(update):
        await chat.take(event, message, message.text, too_much=True)
    elif filters.COMMAND.filter(message) and asking.ASKED.match(message.text or ""):
        await chat.take(event, message, asking.after_command(message.text or ""), too_much=True)


async def tell_desk(event: Event) -> None:
    """Say how much is kept, as soon as a flood has ended; of one that does not end, now and then."""
    now = event.unit.now
    for number in await messages.with_untold(event.unit, word=KEPT, quiet_since=now - QUIET, begun_before=now - LONG):
        enquiry = await enquiries.by_id(event.unit, number)
        if enquiry is None:
            continue
        person = await people.by_id(event.unit, enquiry.person_id)
        for place in await places(event, enquiry, person):
            line = await _line(event, enquiry, place.texts)
            event.post(place.chat, "sendMessage", line.call() | place.spot, **options(f"{KEPT}:{enquiry.id}"))


async def _on_show(update: Update, context: EventContext) -> None:
    event = context.event
    _, number, oldest = pressed(update).split(":")
    enquiry = await enquiries.by_id(event.unit, int(number))
    if event.chat_id is None:
        return
    texts = await desk_texts(event, event.chat_id)
    if enquiry is None:  # its enquirer was erased
        event.toast = Toast(texts.say(OLD_BUTTON), alert=True)
        return
    next_ones = await messages.kept_back(event.unit, enquiry.id, screens.AT_ONCE)
    if next_ones and next_ones[0].id == int(oldest):
        await messages.bring_out(event.unit, [each.id for each in next_ones])
        album = None
        for said in next_ones:
            headed = said.album is None or said.album != album
            if said.letter is not None:
                await showing.show_anew(event, enquiry, said)
            else:
                await show_as_it_is(event, enquiry, said, headed=headed, lane=Lane.BULK)
            album = said.album
        event.toast = Toast(texts.say(SHOWN))
    else:
        event.toast = Toast(texts.say(SHOWN_BEFORE))
    event.rewrite(await _line(event, enquiry, texts))


async def _line(event: Event, enquiry: Enquiry, texts: Texts) -> Message:
    count = await messages.count_kept_back(event.unit, enquiry.id)
    oldest = next((each.id for each in await messages.kept_back(event.unit, enquiry.id, 1)), None)
    return screens.kept_back(enquiry, await people.by_id(event.unit, enquiry.person_id), count, oldest, texts)


def handlers() -> tuple[Handler, ...]:
    """Return the handler of the button that shows what is kept."""
    return (desk_button(rf"{KEPT}:\d{{1,15}}:\d{{1,15}}", _on_show),)
