"""What colleagues type about a member or a contact: they reply to a question, and the reply is the new value.

What a question is about, and as of which version, is the subject of its row.
"""

import re

from telegram import Update
from telegram.ext import MessageHandler, filters

from domain.errors import OutOfDateError
from domain.organisations import one_line
from domain.roster import CodeTakenError, MemberState
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext
from handlers.kit.filters import BY_STAFF, PRIVATE, STAFF_CHAT
from handlers.kit.forms import Accepted, Rejected
from handlers.kit.markup import clip, escape
from handlers.kit.messages import Message
from handlers.kit.replies import RepliesTo, subject_replied_to
from handlers.roster import actions, members
from handlers.roster.editing_screens import ASKS
from handlers.roster.fields import BLANK
from handlers.roster.people_typed import person_in
from handlers.roster.profile.actions import NotSecretaryError, needs_secretary
from handlers.roster.screens import REASON
from handlers.roster.target import CONTACT, MEMBER, Target, seen
from handlers.roster.words import DONE, NOT_SECRETARY
from locales.texts import N_

CODE_TAKEN = N_("Another member has this credit code.")
ASK_AGAIN = N_("This question is out of date. Please press the button again.")
NO_NAME = N_("Please begin with the name, and give one thing a line.")
NO_REASON = N_("Please give a reason in words.")

QUESTION = re.compile(r"ask:(?:[mc][.][a-z_]{1,20}|new)(?:[.][a-z]{1,9})?:\d{1,15}:\d{1,9}")
"""The subject of a question: the field, after it the state that a reason is asked for; the number and its version."""


def ask(event: Event, question: Message, subject: str) -> None:
    """Ask in the chat of the event, and keep with the question what it is about."""
    event.reply(question, subject=f"ask:{subject}")


async def _on_answer(update: Update, context: EventContext) -> None:
    event, message = context.event, update.message
    if message is None:
        return
    subject = await subject_replied_to(event, message)
    why = ASK_AGAIN
    try:
        if subject is not None and QUESTION.fullmatch(subject) is not None:
            needs_secretary(event.who)
            event.reply(await _take(event, subject, message.text or ""))
            return
    except OutOfDateError:
        pass
    except NotSecretaryError:
        why = NOT_SECRETARY
    except CodeTakenError:
        why = CODE_TAKEN
    event.reply(Message(escape(event.texts_here.say(why))))


async def _take(event: Event, subject: str, text: str) -> Message:
    """Take what was replied for what was asked for; return the fresh card, or what would be an answer."""
    _, key, number, version = subject.split(":")
    target = await seen(event.unit, key, number, version)
    if key == "new":
        return await _new_contact(event, target, text)
    if key.count(".") > 1:
        return await _new_state(event, target, text)
    if target.field.may_be_empty and text.strip() in BLANK:
        return await _give(event, target, target.field.blank)
    if target.field.read is None:
        raise OutOfDateError
    match target.field.read(text, event.today):
        case Rejected(why):
            return Message(escape(event.texts_here.say(why)))
        case Accepted(value):
            return await _give(event, target, value)


async def _give(event: Event, target: Target, value: object) -> Message:
    await target.give(event.unit, event.who, value)
    return await members.shown(event, target.key[0], target.thing.id, DONE)


async def _new_state(event: Event, target: Target, text: str) -> Message:
    reason = clip(one_line(text), REASON)
    if not reason:
        return Message(escape(event.texts_here.say(NO_REASON)))
    await actions.set_state(event.unit, event.who, target.member, MemberState(target.key.rpartition(".")[2]), reason)
    return await members.shown(event, MEMBER, target.member.id, DONE)


async def _new_contact(event: Event, target: Target, text: str) -> Message:
    details = person_in(text, event.office.default_language)
    if details is None:
        return Message(escape(event.texts_here.say(NO_NAME)))
    added = await actions.add_contact(event.unit, event.who, target.member, details)
    return await members.shown(event, CONTACT, added.id, DONE)


def handlers() -> tuple[Handler, ...]:
    """Return the handler of what is replied to questions; asked before anybody else's: it is no message to the desk."""
    replied = filters.TEXT & ~filters.COMMAND & BY_STAFF & RepliesTo(ASKS)
    return (MessageHandler((PRIVATE | STAFF_CHAT) & replied, _on_answer),)
