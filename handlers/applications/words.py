"""A colleague's words to an applicant: what is to be added, or why they are declined, as a reply to the question for them."""

import re
from functools import partial

from telegram import Update
from telegram.ext import MessageHandler, filters

from domain.applications import Application, Move
from domain.organisations import clean
from domain.people import Role
from handlers.applications import actions, screens
from handlers.applications import desk_screens as shown
from handlers.applications.telling import NOT_TOLD, tell_applicant
from handlers.kit.capability import Handler
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event, EventContext
from handlers.kit.filters import BY_STAFF, PRIVATE, STAFF_CHAT
from handlers.kit.markup import units
from handlers.kit.replies import RepliesTo, replied_to, subject_replied_to
from locales.texts import N_, Msg
from storage import applications

HEADER = re.compile(r"✍ (A-\d{4}-\d{4,})\n")
"""How a question for words begins."""

SUBJECTS = {f"application-{how}": how for how in (Move.ASK, Move.DECLINE)}
"""What the first word of a question's subject says is to be done with the words."""

LONGEST = 1000

NOT_SECRETARY = N_("Only colleagues who see to applications can do this.")
PLEASE_TYPE = N_("Please reply with text, 1,000 characters at most.")
OUT_OF_DATE = N_("This was not passed on: {ref} has been decided or changed meanwhile.")
OTHERS_CASE = N_("This is for another colleague to decide: it is your own application.")
ASKED = N_("The applicant of {ref} has been asked.")
DECLINED = N_("{ref} has been declined, and the applicant told.")


async def _on_words(update: Update, context: EventContext) -> None:
    event, message = context.event, update.message
    replied = replied_to(message) if message else None
    if message is None or replied is None:
        return
    word, _, number = (await subject_replied_to(event, message) or "").partition(":")
    application = await applications.by_id(event.unit, int(number)) if word in SUBJECTS else None
    ref = (HEADER.match(replied.text or "") or [""] * 2)[1]
    answer = await _do(event, SUBJECTS[word], application, message.text or "") if application is not None else OUT_OF_DATE
    event.reply(shown.said(event.texts_here.say(answer), ref=ref))


async def _do(event: Event, how: Move, application: Application, text: str) -> Msg:
    """Do with an application what the words are for, and return what is said of it."""
    words = clean(text)
    if not event.who.may(Role.SECRETARY):
        return NOT_SECRETARY
    if not words or units(words) > LONGEST:
        return PLEASE_TYPE
    act = actions.ask if how is Move.ASK else actions.decline
    try:
        done = await act(event.unit, event.who, application, words)
    except OutOfDateError:
        return OUT_OF_DATE
    except actions.OthersCaseError:
        return OTHERS_CASE
    if not await tell_applicant(event, done, partial(screens.asked if how is Move.ASK else screens.declined, done)):
        return NOT_TOLD
    return ASKED if how is Move.ASK else DECLINED


def handler() -> Handler:
    """Return the handler asked before any form and before enquiries take what stands at the desk."""
    return MessageHandler((PRIVATE | STAFF_CHAT) & ~filters.COMMAND & BY_STAFF & RepliesTo(HEADER), _on_words)
