"""What colleagues write at the desk, and what happens when an answer has arrived or has not.

Whoever sits in the group can read; only staff can act, and that is looked up for every message by numeric id. An anonymous
administrator has no id of their own and therefore cannot answer.
"""

import re
from dataclasses import replace
from typing import Any

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.ext import MessageHandler, filters

from domain.enquiries import Enquiry, Source
from domain.outbox import Report
from handlers.enquiries import actions, chat, screens
from handlers.enquiries.content import WITH_CAPTION, content_of, kind_of
from handlers.enquiries.desk import SUBJECT
from handlers.kit.capability import Handler, Outcome
from handlers.kit.event import Event, EventContext, current
from handlers.kit.filters import PRIVATE, STAFF_CHAT, WRITTEN
from handlers.kit.markup import CAPTION_LIMIT, bold, lines, shown_length
from handlers.kit.messages import Message
from handlers.kit.rich import rich
from locales.texts import Texts
from storage import enquiries, people, posts
from storage.moves import moved_to

HEADER = re.compile(r"^(?:⚠[^\n]*\n)?(?:🆕|💬) (Q-\d{4}-\d{4,})\b")
"""The first line of what the bot puts on the desk; it names the enquiry."""


class OwnerReply(filters.MessageFilter):
    """An owner's reply to one of the bot's messages, in private: where there is no staff group, or it cannot be reached."""

    def __init__(self, *, to_card: bool) -> None:
        super().__init__()
        self._to_card = to_card

    def filter(self, message: TelegramMessage) -> bool:
        """Return whether an owner replies to us; with ``to_card`` only to what is plainly a card."""
        event = current.get()
        if event.actor is None or not event.actor.is_staff:
            return False
        return bool(_header_of(message, event) if self._to_card else _ours(message, event))


async def _on_desk_message(update: Update, context: EventContext) -> None:
    event, message = context.event, update.message
    if message is None:
        return
    event.office.staff_topics = bool(message.chat.is_forum)  # topics may be turned on or off while we run
    enquiry = await _enquiry_of(event, message)
    concerns_us = enquiry is not None or _ours(message, event) is not None
    hint = _refusal(event, message, known=enquiry is not None)
    if enquiry is not None and hint is None:
        await _answer(event, message, enquiry)
        if _ours(message, event) is None:  # said to the person, not to one matter
            await enquiries.answer_all(event.unit, enquiry.person_id)
    elif hint is not None and concerns_us:
        _say_below(event, _source(message), hint)


async def _on_desk_command(update: Update, context: EventContext) -> None:
    """A message that looks like a command is for the bot, not for the enquirer; a colleague must hear that."""
    event, message = context.event, update.message
    if message is not None and event.actor is not None and event.actor.is_staff and await _enquiry_of(event, message):
        _say_below(event, _source(message), screens.command(event.office.texts))


async def _on_edit(update: Update, context: EventContext) -> None:
    """Say that a correction of what was passed on stays here."""
    event, message = context.event, update.edited_message
    if message is not None and event.actor is not None and await enquiries.is_stored(event.unit, _source(message)):
        texts = event.office.texts if message.chat_id == event.office.staff_chat else event.texts
        _say_below(event, _source(message), screens.edited(texts))


async def _on_owner_reply(update: Update, context: EventContext) -> None:
    event, message = context.event, update.message
    if message is None:
        return
    enquiry = await _enquiry_of(event, message)
    if enquiry is None:
        await chat.receive(event, message)
    else:
        await _answer(event, message, enquiry)


async def _enquiry_of(event: Event, message: TelegramMessage) -> Enquiry | None:
    """Return the enquiry a message at the desk belongs to: that of the message replied to, else the topic's newest open one."""
    unit, recipient = event.unit, str(message.chat_id)
    replied = _ours(message, event)
    if replied is not None:
        subject = await posts.subject_of_post(unit, recipient, replied.message_id)
        if subject and subject.startswith(f"{SUBJECT}:"):
            return await enquiries.by_id(unit, int(subject.removeprefix(f"{SUBJECT}:")))
        named = _header_of(message, event)
        if named:
            return await enquiries.by_reference(unit, named)
    if message.is_topic_message and message.message_thread_id is not None:
        person = await enquiries.person_of_topic(unit, recipient, message.message_thread_id)
        return await enquiries.newest(unit, person) if person is not None else None
    return None


def _ours(message: TelegramMessage, event: Event) -> TelegramMessage | None:
    """Return the message of ours that is replied to; a topic's first message, which every other replies to, does not count."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or replied.from_user.id != event.office.bot_id:
        return None
    return None if replied.forum_topic_created else replied


def _header_of(message: TelegramMessage, event: Event) -> str | None:
    replied = _ours(message, event)
    found = HEADER.match(replied.text or "") if replied else None
    return found.group(1) if found else None


def _refusal(event: Event, message: TelegramMessage, *, known: bool) -> Message | None:
    texts = event.office.texts
    if message.sender_chat is not None:
        return screens.anonymous(texts)
    if event.actor is None or not event.actor.is_staff:
        return screens.not_staff(texts)
    return None if known else screens.unknown_thread(texts)


async def _answer(event: Event, message: TelegramMessage, enquiry: Enquiry) -> None:
    source = _source(message)
    answer_id = await actions.answer(event.unit, event.who, enquiry, content_of(message), source)
    receiver = await people.telegram_of(event.unit, enquiry.person_id)
    if answer_id is None or receiver is None:
        return
    person, channel = receiver
    calls = _calls(message, event.texts_for(person))
    for number, (method, parameters) in enumerate(calls):
        last = number == len(calls) - 1
        event.post(
            int(channel.address),
            method,
            parameters,
            person=person,
            subject=f"answer:{answer_id}" if last else None,
            report=Report.ALWAYS if last else Report.NEVER,
        )


def _calls(message: TelegramMessage, texts: Texts) -> list[tuple[str, dict[str, Any]]]:
    """Return the Bot API calls that bring a colleague's message to the enquirer as the office's."""
    copy = {"from_chat_id": message.chat_id, "message_id": message.message_id}
    if message.text:
        shown = screens.from_office(texts, rich(message))
        if len(shown) == 1:
            return [("sendMessage", shown[0].call())]
        return [("sendMessage", shown[0].call()), ("copyMessage", copy)]
    header = bold(texts._("Alliance office:"))
    caption = lines((header, rich(message))) if message.caption else header
    if _takes_caption(message) and shown_length(caption) <= CAPTION_LIMIT:
        return [("copyMessage", copy | {"caption": caption, "parse_mode": "HTML"})]
    return [("sendMessage", Message(header).call()), ("copyMessage", copy)]


def _takes_caption(message: TelegramMessage) -> bool:
    return kind_of(message) in WITH_CAPTION


# --- how an answer ended --------------------------------------------------------------------------------------------


async def answer_ended(event: Event, outcome: Outcome) -> None:
    """Mark a colleague's message as delivered, or say below it why it was not."""
    source = await _original(event, outcome)
    if source is None:
        return
    if outcome.state == "sent":
        reaction = {"message_id": source.message, "reaction": [{"type": "emoji", "emoji": "👌"}]}
        event.post(source.chat, "setMessageReaction", reaction, subject=f"mark:{outcome.about}", report=Report.TROUBLE)
    else:
        _say_below(event, source, screens.delivery_trouble(outcome.reason, event.office.texts))


async def mark_ended(event: Event, outcome: Outcome) -> None:
    """Where a reaction could not be set, say "delivered" in words."""
    source = await _original(event, outcome)
    if source is not None:
        _say_below(event, source, screens.delivered(event.office.texts))


async def _original(event: Event, outcome: Outcome) -> Source | None:
    source = await enquiries.source_of_message(event.unit, outcome.about)
    return replace(source, chat=await moved_to(event.unit.connection, source.chat)) if source else None


def _source(message: TelegramMessage) -> Source:
    return Source(message.chat_id, message.message_id, message.message_thread_id if message.is_topic_message else None)


def _say_below(event: Event, source: Source, message: Message) -> None:
    parameters = message.call()
    parameters["reply_parameters"] = {"message_id": source.message, "allow_sending_without_reply": True}
    if source.thread is not None:
        parameters["message_thread_id"] = source.thread
    event.post(source.chat, "sendMessage", parameters)


def first_handler() -> Handler:
    """Return the handler asked before any form: what an owner replies to a card is an answer, whatever else they do."""
    return MessageHandler(PRIVATE & OwnerReply(to_card=True), _on_owner_reply)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the office's side."""
    return (
        MessageHandler(STAFF_CHAT & WRITTEN, _on_desk_message),
        MessageHandler(STAFF_CHAT & filters.COMMAND, _on_desk_command),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, _on_edit),
        MessageHandler(PRIVATE & WRITTEN & OwnerReply(to_card=False), _on_owner_reply),
    )
