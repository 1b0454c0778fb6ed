"""The questions nobody answered, as the board lists them: where the profile lacks an entry, or one lacks words.

A question leaves the list when a colleague says that it is settled.
"""

from telegram import Update

from domain.audit import Action
from handlers.enquiries.board import screens, unanswered_screens
from handlers.enquiries.board.lists import OUT_OF_DATE, last_page
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.messages import Message
from locales.texts import N_
from storage import audit, questions

SETTLED = N_("Settled; it is off the list.")


async def _on_list(update: Update, context: EventContext) -> None:
    context.event.rewrite(await _listing(context.event, int(pressed(update).rpartition(":")[2])))


async def _on_nearest(update: Update, context: EventContext) -> None:
    event = context.event
    answer = event.office.profile.answer(pressed(update).rpartition(":")[2])
    if answer is None:
        event.toast = Toast(event.texts_here.say(OUT_OF_DATE), alert=True)
        event.rewrite(await _listing(event, 0))
        return
    for message in unanswered_screens.entry(answer, event.office.profile_file, event.texts_here):
        event.reply(message)


async def _on_settle(update: Update, context: EventContext) -> None:
    event, texts = context.event, context.event.texts_here
    _, _, number, page = pressed(update).split(":")
    button = f"board:settle:{number}"
    if await event.repeated(button):
        return
    if await questions.settle(event.unit, int(number)):
        await audit.note(event.unit, event.who.person.id, Action.QUESTION_SETTLED, f"question:{number}")
        await event.acknowledge(button, texts.say(SETTLED))
    else:
        event.toast = Toast(texts.say(OUT_OF_DATE), alert=True)
    event.rewrite(await _listing(event, int(page)))


async def _listing(event: Event, page: int) -> Message:
    count = await questions.count_unanswered(event.unit)
    page = last_page(page, count)
    found = await questions.unanswered(event.unit, first=page * screens.PAGE, limit=screens.PAGE)
    return unanswered_screens.listing(found, page, count, event.office.profile, event.texts_here)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the list."""
    return (
        desk_button(rf"board:{screens.QUESTIONS}:\d{{1,9}}", _on_list),
        desk_button(r"board:nearest:[a-z0-9_]{1,32}", _on_nearest),
        desk_button(r"board:settle:\d{1,15}:\d{1,9}", _on_settle),
    )
