"""The board, `/desk`: how many enquiries are open, who waits longest, and one tap to each.

Every button carries the list and the page it is about, so that several boards can stand in a chat, each by itself. What a list
shows is read anew with every press.
"""

from telegram import Update

from domain.desk import View
from handlers.enquiries.board import screens
from handlers.enquiries.board.links import card_row, jumps
from handlers.enquiries.desk.showing import post_card_anew
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.commands import staff_command
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.messages import Message
from locales.texts import N_
from storage import desk, enquiries, questions

OUT_OF_DATE = N_("This has changed meanwhile. The list shows how it stands now.")
SHOWN = N_("The card stands below.")


async def _on_desk(_update: Update, context: EventContext) -> None:
    context.event.reply(await _overview(context.event))


async def _on_home(_update: Update, context: EventContext) -> None:
    context.event.rewrite(await _overview(context.event))


async def _on_list(update: Update, context: EventContext) -> None:
    _, view, page = pressed(update).split(":")
    context.event.rewrite(await _listing(context.event, View(view), int(page)))


async def _on_show(update: Update, context: EventContext) -> None:
    """Put a card up where there is no link to it; the row of the newest one tells an old button from a new one."""
    event, texts = context.event, context.event.texts_here
    button = press_of(update, event)
    if event.chat_id is None or await event.repeated(button):
        return
    _, _, number, row, view, page = pressed(update).split(":")
    enquiry = await enquiries.by_id(event.unit, int(number))
    if enquiry is None or not enquiry.is_open or await card_row(event, enquiry.id, event.chat_id) != int(row):
        event.toast = Toast(texts.say(OUT_OF_DATE), alert=True)
    else:
        await post_card_anew(event, enquiry, event.chat_id)
        await event.acknowledge(button, texts.say(SHOWN))
    if view != screens.DUE:
        event.rewrite(await _listing(event, View(view), int(page)))


async def _overview(event: Event) -> Message:
    unit, chat, me = event.unit, event.office.staff_chat, event.who.person.id
    reach = await desk.reach(unit.connection, chat, unit.now) if chat is not None else None
    shown = screens.Overview(
        counts={view: await desk.count(unit, view, me) for view in View},
        longest=await desk.longest_wait(unit),
        questions=await questions.count_unanswered(unit),
        reach=reach,
        lost=reach is not None and reach.is_lost(unit.now),
    )
    return screens.overview(shown, unit.now, event.texts_here)


async def _listing(event: Event, view: View, page: int) -> Message:
    """Return a page of a list; the last one when it has become shorter."""
    unit, me = event.unit, event.who.person
    count = await desk.count(unit, view, me.id)
    page = last_page(page, count)
    found = await desk.entries(unit, view, me.id, event.office.staff_chat, first=page * screens.PAGE, limit=screens.PAGE)
    chat = event.chat_id if event.chat_id is not None else int(event.who.channel.address)
    shown = screens.Listing(view, page, count, found, await jumps(event, found, chat))
    return screens.listing(shown, me.name, unit.now, event.texts_here)


def last_page(page: int, count: int) -> int:
    """Return ``page``, or the last one there is."""
    return min(page, max(0, count - 1) // screens.PAGE)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the board."""
    views = "|".join(View)
    return (
        staff_command("desk", _on_desk),
        desk_button(rf"board:{screens.HOME}:0", _on_home),
        desk_button(rf"board:({views}):\d{{1,9}}", _on_list),
        desk_button(rf"board:show:\d{{1,15}}:\d{{1,15}}:({views}|{screens.DUE}):\d{{1,9}}", _on_show),
    )
