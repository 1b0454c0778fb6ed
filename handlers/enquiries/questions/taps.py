"""The buttons under answers and topics: yes, another title, a colleague.

Each names its question, which must be the presser's own and still on record. One that is with the office already says so and
goes nowhere twice.
"""

from telegram import Update

from domain.answers import Answer
from domain.enquiries import Enquiry
from domain.instants import MINUTE
from domain.questions import Outcome, Question
from handlers.enquiries.questions import screens
from handlers.enquiries.questions.asking import confirm, pass_on
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from locales.texts import N_
from storage import enquiries, messages, questions

GONE = N_("This question is no longer on record. Please ask it again.")
ALREADY = N_("This is with the office already: {ref}.")
WRITE_NOW = N_("Please write your question now.")

TO_COLLEAGUE = "colleague"
"""Subject of the message whose reply goes to the office without being answered first."""


async def _on_tap(update: Update, context: EventContext) -> None:
    event = context.event
    _, number, verb, key = pressed(update).split(":")
    button = press_of(update, event)
    if await event.repeated(button):
        return
    question = await questions.by_id(event.unit, int(number))
    if question is None or question.person_id != event.who.person.id or question.text == "":
        event.toast = Toast(event.texts.say(GONE), alert=True)
        return
    answer = event.office.profile.answer(key)
    if (enquiry := await _holder(event, question)) is not None:
        event.toast = Toast(event.texts.say(ALREADY).format(ref=enquiry.reference), alert=True)
        event.rewrite(screens.with_office(answer, enquiry, event.texts))
        return
    await VERBS[verb](event, question, answer)
    await event.acknowledge(button)


async def _yes(event: Event, question: Question, answer: Answer | None) -> None:
    nearest = answer.key if answer else question.nearest
    await questions.change(event.unit, question.id, outcome=Outcome.ANSWERED, nearest=nearest)
    event.rewrite(screens.settled(answer, event.texts))


async def _show(event: Event, question: Question, answer: Answer | None) -> None:
    if answer is None:  # taken out of the profile meanwhile
        event.rewrite(screens.offered(question, (), event.texts))
        return
    await questions.change(event.unit, question.id, nearest=answer.key)
    event.rewrite(screens.answered(question, answer, event.texts))


async def _ask_colleague(event: Event, question: Question, answer: Answer | None) -> None:
    # An answer after which a colleague is asked was none; those who keep the profile will want to see the question.
    await questions.change(event.unit, question.id, outcome=Outcome.OFFERED)
    written = await pass_on(event, question)
    if written is not None:
        event.rewrite(screens.with_office(answer, written.enquiry, event.texts))
        confirm(event, written)


VERBS = {"yes": _yes, "show": _show, "ask": _ask_colleague}


async def _on_topics(update: Update, context: EventContext) -> None:
    event = context.event
    _, _, verb, key = pressed(update).split(":")
    answer = event.office.profile.answer(key)
    if verb == "ask":  # again within the minute it is a repeat, later a new wish
        await _want_question(event, press_of(update, event, MINUTE))
    elif verb == "show" and answer is not None:
        event.rewrite(screens.topic(answer, event.texts))
    else:
        event.rewrite(screens.topics(event.office.profile.answers, event.texts))


async def _want_question(event: Event, button: str) -> None:
    if not await event.repeated(button):
        chat, person = int(event.who.channel.address), event.who.person
        subject = f"{TO_COLLEAGUE}:{person.id}"
        event.post(chat, "sendMessage", screens.wanted(event.texts).call(), person=person, subject=subject)
        await event.acknowledge(button, event.texts.say(WRITE_NOW))


def is_for_colleague(subject: str | None) -> bool:
    """Say whether the message replied to asked for what a colleague is to read."""
    return subject is not None and subject.startswith(f"{TO_COLLEAGUE}:")


async def _holder(event: Event, question: Question) -> Enquiry | None:
    """Return the enquiry that has the question, whichever way it came there."""
    said = await messages.at(event.unit, question.source)
    return await enquiries.by_id(event.unit, said.enquiry_id) if said else None


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the buttons under answers and topics."""
    key = "[a-z0-9_]{0,32}"
    return (
        own_button(f"q:0:(list|show|ask):{key}", _on_topics),
        own_button(rf"q:[1-9]\d{{0,14}}:({'|'.join(VERBS)}):{key}", _on_tap),
    )
