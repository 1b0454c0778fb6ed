"""What colleagues write at the desk: answers to the enquirer, and notes that stay here.

Whoever sits in the group can read; only staff can act, and that is looked up for every message by numeric id. An anonymous
administrator has no id of their own and therefore cannot answer.
"""

import re
from dataclasses import dataclass

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.ext import MessageHandler, filters

from domain.enquiries import Direction, Enquiry, EnquiryMessage, Source
from handlers.enquiries import chat
from handlers.enquiries.content import content_of
from handlers.enquiries.desk import actions, notes
from handlers.enquiries.desk import screens as desk_screens
from handlers.enquiries.desk.answering import send, source_of
from handlers.enquiries.desk.outcomes import enquiry_about, say_below
from handlers.enquiries.desk.showing import refresh_card
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, current
from handlers.kit.filters import PRIVATE, STAFF_CHAT, WRITTEN
from handlers.kit.messages import Message
from handlers.kit.replies import replied_to, replied_to_ours
from storage import enquiries, messages, posts, topics

HEADER = re.compile(r"^(?:⚠[^\n]*\n)?(?:🆕|✅|💬) (Q-\d{4}-\d{4,})\b")
"""The first line of what the bot puts on the desk; it names the enquiry."""

TO_ENQUIRER = ("answer:", "closing:")
"""How the subjects begin of what colleagues themselves are told when they have asked the office something."""


class OwnerReply(filters.MessageFilter):
    """A colleague's reply to one of the bot's messages, in private: where there is no staff group, or it cannot be reached."""

    def __init__(self, *, to_card: bool) -> None:
        super().__init__()
        self._to_card = to_card

    def filter(self, message: TelegramMessage) -> bool:
        """Return whether a colleague replies to us; with ``to_card`` only to what is plainly a card."""
        event = current.get()
        if event.actor is None or not event.actor.is_staff:
            return False
        return bool(_header_of(message, event) if self._to_card else replied_to_ours(message))


@dataclass(frozen=True, slots=True)
class Heard:
    """What a colleague wrote and what it hangs on, looked up once.

    ``first`` is the file its album began with. ``subject`` is what the message of ours is about that it replies to.
    """

    message: TelegramMessage
    first: EnquiryMessage | None
    subject: str | None


async def _hear(event: Event, message: TelegramMessage) -> Heard:
    first = await messages.first_of_album(event.unit, source_of(message), message.media_group_id)
    ours = replied_to_ours(message)
    subject = await posts.subject_of_post(event.unit, str(message.chat_id), ours.message_id) if ours else None
    return Heard(message, first, subject)


async def _on_desk_message(update: Update, context: EventContext) -> None:
    if update.message is not None:
        await receive(context.event, update.message)


async def receive(event: Event, message: TelegramMessage) -> None:
    """Take what stands in the staff group for an answer or a note, or say why it is neither."""
    event.office.staff_topics = bool(message.chat.is_forum)  # topics may be turned on or off while we run
    heard = await _hear(event, message)
    enquiry = await _enquiry_of(event, heard)
    concerns_us = enquiry is not None or replied_to_ours(message) is not None
    hint = _refusal(event, message, known=enquiry is not None)
    if enquiry is not None and hint is None:
        await _take(event, heard, enquiry)
    elif hint is not None and concerns_us:
        say_below(event, source_of(message), hint)


async def _on_desk_command(update: Update, context: EventContext) -> None:
    """A message that looks like a command is for the bot, not for the enquirer; a colleague must hear that."""
    event, message = context.event, update.message
    if message is None or event.actor is None or not event.actor.is_staff:
        return
    if await _enquiry_of(event, await _hear(event, message)):
        say_below(event, source_of(message), desk_screens.command(event.office.texts))


async def _on_owner_reply(update: Update, context: EventContext) -> None:
    event, message = context.event, update.message
    if message is None:
        return
    heard = await _hear(event, message)
    enquiry = await _enquiry_of(event, heard)
    if heard.subject is not None and heard.subject.startswith(TO_ENQUIRER):
        await chat.take(event, message, message.text)
    elif enquiry is None:
        await chat.receive(event, message)
    else:
        await _take(event, heard, enquiry)


async def _take(event: Event, heard: Heard, enquiry: Enquiry) -> None:
    """Take what a colleague wrote about an enquiry for a note or for an answer."""
    message = heard.message
    if _is_note(heard):
        await notes.keep(event, message, enquiry)
        return
    changed = await _answer(event, message, enquiry, leads=heard.first is None)
    if changed is not None and replied_to(message) is None:  # said to the person, not to one matter
        changed += await enquiries.answer_all(event.unit, enquiry.person_id)
    for each in {found.id: found for found in changed or ()}.values():
        await refresh_card(event, each)


def _is_note(heard: Heard) -> bool:
    """Whether it is marked as a note, asked for as one, or goes with one."""
    marked = notes.is_marked(heard.message.text or heard.message.caption or "")
    wanted = heard.subject is not None and heard.subject.startswith("note:")
    return marked or wanted or (heard.first is not None and heard.first.direction is Direction.NOTE)


# --- whose enquiry --------------------------------------------------------------------------------------------------


async def _enquiry_of(event: Event, heard: Heard) -> Enquiry | None:
    """Return the enquiry a message at the desk belongs to: that of the message replied to, else the topic's newest open one.

    An album goes where its first file went.
    """
    unit, message = event.unit, heard.message
    if heard.first is not None:
        return await enquiries.by_id(unit, heard.first.enquiry_id)
    found = await enquiry_about(event, heard.subject) if heard.subject else None
    if found is None and (named := _header_of(message, event)):
        found = await enquiries.by_reference(unit, named)
    if found is not None:
        return found
    said = await _said_by_colleague(event, message)
    if said is not None:
        return await enquiries.by_id(unit, said.enquiry_id)
    if message.is_topic_message and message.message_thread_id is not None:
        person = await topics.person_of(unit, str(message.chat_id), message.message_thread_id)
        return await enquiries.newest(unit, person) if person is not None else None
    return None


async def _said_by_colleague(event: Event, message: TelegramMessage) -> EnquiryMessage | None:
    """Return what a colleague said that is replied to; where there are no topics, what is said to a note goes nowhere."""
    replied = replied_to(message)
    said = await messages.at(event.unit, Source(message.chat_id, replied.message_id)) if replied else None
    return said if said is not None and (message.is_topic_message or said.direction is Direction.OUT) else None


def _header_of(message: TelegramMessage, event: Event) -> str | None:
    replied = replied_to_ours(message)
    found = HEADER.match(replied.text or "") if replied else None
    return found.group(1) if found else None


def _refusal(event: Event, message: TelegramMessage, *, known: bool) -> Message | None:
    texts = event.office.texts
    if message.sender_chat is not None:
        return desk_screens.anonymous(texts)
    if event.actor is None or not event.actor.is_staff:
        return desk_screens.not_staff(texts)
    return None if known else desk_screens.unknown_thread(texts)


# --- answers --------------------------------------------------------------------------------------------------------


async def _answer(event: Event, message: TelegramMessage, enquiry: Enquiry, *, leads: bool) -> list[Enquiry] | None:
    """Send a colleague's words on their way; return the enquiry if its card has to change, None if they cannot go."""
    content, source, album = content_of(message), source_of(message), message.media_group_id
    written = await actions.answer(event.unit, event.who, enquiry, content, source, album=album)
    if written is None:
        return []
    if not await send(event, message, written, leads=leads):
        return None
    return [written.enquiry] if written.changed else []


def first_handler() -> Handler:
    """Return the handler asked before any form: what an owner replies to a card is an answer, whatever else they do."""
    return MessageHandler(PRIVATE & OwnerReply(to_card=True), _on_owner_reply)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of what the office writes."""
    return (
        MessageHandler(STAFF_CHAT & WRITTEN, _on_desk_message),
        MessageHandler(STAFF_CHAT & filters.COMMAND, _on_desk_command),
        MessageHandler(PRIVATE & WRITTEN & OwnerReply(to_card=False), _on_owner_reply),
    )
