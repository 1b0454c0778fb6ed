"""Edits, from either side: what the other side sees follows, and so does what is stored. An edit opens and closes nothing."""

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.ext import MessageHandler, filters

from domain.enquiries import Direction, Enquiry, EnquiryMessage, Source
from handlers.enquiries import actions
from handlers.enquiries.content import content_of, same_file
from handlers.enquiries.desk import actions as desk_actions
from handlers.enquiries.desk import by_letter, edit_screens, screens
from handlers.enquiries.desk.amending import show_as_it_is
from handlers.enquiries.desk.answering import correct, source_of
from handlers.enquiries.desk.notes import is_marked
from handlers.enquiries.desk.outcomes import say_below
from handlers.enquiries.desk.writing import receive
from handlers.enquiries.questions import asking
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext
from storage import enquiries, messages


async def _on_edit(update: Update, context: EventContext) -> None:
    event, message = context.event, update.edited_message
    if message is None or event.actor is None or await asking.edited(event, message):
        return
    if await _was_not_passed_on(event, message):
        await receive(event, message)
    else:
        await follow(event, message)


async def _was_not_passed_on(event: Event, message: TelegramMessage) -> bool:
    """Whether a colleague mends at the desk what was refused before, such as what looked like a command."""
    if message.chat_id != event.office.staff_chat or not event.who.is_staff or filters.COMMAND.filter(message):
        return False
    return await messages.at(event.unit, Source(message.chat_id, message.message_id)) is None


async def follow(event: Event, message: TelegramMessage, *, too_much: bool = False) -> None:
    """Let what came of a message follow its edit; one that is part of no enquiry, or says the same, changes nothing.

    What is ``too_much`` is kept, and shown to colleagues when they ask for it.
    """
    said = await messages.at(event.unit, Source(message.chat_id, message.message_id))
    enquiry = await enquiries.by_id(event.unit, said.enquiry_id) if said else None
    if said is None or enquiry is None or event.actor is None:
        return
    if said.direction is not Direction.IN:
        await _by_colleague(event, enquiry, said, message)
    elif enquiry.person_id == event.actor.person.id:
        await _by_enquirer(event, enquiry, said, message, too_much=too_much)


async def _by_enquirer(
    event: Event, enquiry: Enquiry, said: EnquiryMessage, message: TelegramMessage, *, too_much: bool
) -> None:
    content = content_of(message)
    if message.text is not None:
        content = {"text": asking.ASKED.sub("", message.text)}
    if content == said.content:
        return
    edited = await actions.edit(event.unit, event.who, enquiry, said, content, too_much=too_much)
    if not edited.kept_back:
        await show_as_it_is(event, enquiry, edited, same_file=same_file(said.content, content))


async def _by_colleague(event: Event, enquiry: Enquiry, said: EnquiryMessage, message: TelegramMessage) -> None:
    content, texts, source = content_of(message), event.office.texts, source_of(message)
    if not event.who.is_staff:
        say_below(event, source, screens.not_staff(texts))
        return
    if content == said.content:
        return
    words = message.text or message.caption or ""
    marked = is_marked(words)
    if said.direction is Direction.OUT and marked:
        say_below(event, source, edit_screens.stays_an_answer(texts))
        return
    corrected = await desk_actions.correct(event.unit, event.who, enquiry, said, content)
    if said.direction is Direction.OUT:
        if not await by_letter.correct(event, enquiry, corrected):
            await correct(event, said, message, enquiry.person_id)
    elif is_marked(said.words) and not marked:
        say_below(event, source, edit_screens.stays_a_note(texts))


def handlers() -> tuple[Handler, ...]:
    """Return the handler of edits."""
    return (MessageHandler(filters.UpdateType.EDITED_MESSAGE, _on_edit),)
