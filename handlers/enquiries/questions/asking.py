"""Questions: the profile answers first, and a colleague is one tap away.

Nothing typed is dropped. A question is a row as soon as it is asked; what finds no answer goes to the office at once, and so
does whoever asks for a person.
"""

import re
from dataclasses import dataclass

from telegram import Message as TelegramMessage

from domain.answers import Answer
from domain.courtesies import Courtesy, courtesy
from domain.enquiries import Enquiry, Source
from domain.instants import DAY
from domain.organisations import clean
from domain.questions import HUMAN, Outcome, Question
from handlers.enquiries import actions
from handlers.enquiries import screens as enquiry_screens
from handlers.enquiries.desk import showing
from handlers.enquiries.questions import screens
from handlers.kit.event import Event
from handlers.kit.office import Office
from storage import enquiries, messages, questions

LEFT_OPEN = DAY
"""How long (ms) a question that found no answer goes along with the next one a colleague is asked."""

ASKED = re.compile(r"^/ask(@\w+)?\s+", re.IGNORECASE)
"""What a question begins with that was asked by command."""

WEEK = 7 * DAY
"""How long (ms) after its end an enquiry is most likely what a text without an answer belongs to."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the profile makes of a text: the answer if it is sure of one, else what is near; ``key`` is stored.

    A mere ``courtesy`` asks nothing, and no colleague need read it.
    """

    answer: Answer | None
    near: tuple[Answer, ...]
    outcome: Outcome
    key: str | None
    courtesy: Courtesy | None = None


def _read(office: Office, text: str) -> Reading:
    """Ask the profile. Whoever wants a person, or is merely polite, gets no answer and no titles."""
    if said := courtesy(text):
        return Reading(None, (), Outcome.ANSWERED, None, said)
    found, profile = office.answers.find(text), office.profile
    key = found.topic or next(iter(found.nearest), None)
    if found.topic == HUMAN:
        return Reading(None, (), Outcome.ANSWERED, key)
    answer = profile.answer(found.topic) if found.topic else None
    near = tuple(each for key in found.nearest if key != HUMAN and (each := profile.answer(key)))
    outcome = Outcome.ANSWERED if answer else Outcome.OFFERED if near else Outcome.NONE
    return Reading(answer, near, outcome, key)


def sure_answer(office: Office, text: str) -> Answer | None:
    """Return the answer of the profile to a text, if it is sure of one."""
    return _read(office, text).answer


# --- what is asked --------------------------------------------------------------------------------------------------


async def lately_closed(event: Event) -> Enquiry | None:
    """Return the person's newest enquiry if it was closed so lately that what has no answer most likely belongs to it."""
    newest = next(iter(await enquiries.of_person(event.unit, event.who.person.id, 1)), None)
    closed = newest.closed_at if newest is not None else None
    return newest if closed is not None and event.unit.now - closed < WEEK else None


async def asked(event: Event, source: Source, text: str, *, only_if_sure: bool) -> bool:
    """Answer a text, offer what is near, or let the office have it; with ``only_if_sure`` do the first or nothing.

    A greeting and thanks are answered in kind.

    Return whether anything was done.
    """
    reading = _read(event.office, text)
    if only_if_sure and reading.answer is None and reading.courtesy is None:
        return False
    question = await questions.add(
        event.unit,
        person_id=event.who.person.id,
        text=text,
        language=event.who.person.language,
        outcome=reading.outcome,
        nearest=reading.key,
        source=source,
    )
    if question is not None:  # else the message came twice
        await _respond(event, question, reading)
    return True


async def edited(event: Event, message: TelegramMessage) -> bool:
    """Let a question that the office does not have yet follow its edit, and answer it anew if that leads elsewhere.

    Return False when the message is no such question.
    """
    source = Source(message.chat_id, message.message_id)
    question = await questions.at(event.unit, source)
    text = ASKED.sub("", message.text or "")
    if question is None or question.person_id != event.who.person.id or not clean(text) or text.startswith("/"):
        return False
    if await messages.at(event.unit, source) is not None:
        return False
    before, reading = _read(event.office, question.text), _read(event.office, text)
    question = await questions.change(event.unit, question.id, text=text, outcome=reading.outcome, nearest=reading.key)
    if (reading.answer, reading.near, reading.courtesy) != (before.answer, before.near, before.courtesy):
        await _respond(event, question, reading)
    return True


def after_command(text: str) -> str:
    """Return what follows the command a text begins with."""
    return "".join(text.split(maxsplit=1)[1:])


async def _respond(event: Event, question: Question, reading: Reading) -> None:
    if reading.courtesy is Courtesy.GREETING:
        event.reply(screens.greeted(event.office.profile.answers, event.texts))
    elif reading.courtesy is Courtesy.THANKS:
        event.reply(screens.thanked(event.texts))
    elif reading.answer is not None:
        event.reply(screens.answered(question, reading.answer, event.texts))
    elif reading.near:
        event.reply(screens.offered(question, reading.near, event.texts))
    else:
        written = await pass_on(event, question)
        if written is not None:
            confirm(event, written)


# --- what goes to the office ----------------------------------------------------------------------------------------


async def pass_on(event: Event, question: Question) -> actions.Written | None:
    """Let the office have a question, and after it those of the last day that found no answer; None if it had it before."""
    written = await _write(event, question)
    if written is not None:
        await pass_on_earlier(event, before=question.id)
        if written.changed:
            await showing.refresh_card(event, written.enquiry)
    return written


async def pass_on_earlier(event: Event, *, before: int | None = None) -> None:
    """Let the office have what the person asked within the last day without an answer: it belongs to what they say now.

    With ``before`` only what was asked before the question with that id.
    """
    since = event.unit.now - LEFT_OPEN
    for earlier in await questions.left_open(event.unit, event.who.person.id, since=since, before=before):
        await _write(event, earlier)


async def _write(event: Event, question: Question) -> actions.Written | None:
    content = {"text": question.text}
    written = await actions.write(event.unit, event.who, event.office.zone, content, question.source)
    if written is not None:
        await questions.change(event.unit, question.id, enquiry_id=written.enquiry.id)
        await showing.show_text(event, written.enquiry, written.message_id, question.text, opened=written.opened)
    return written


def confirm(event: Event, written: actions.Written) -> None:
    """Tell the person which enquiry has their question."""
    if written.opened:
        event.reply(enquiry_screens.opened_by_message(written.enquiry, event.office, event.texts))
    else:
        event.reply(enquiry_screens.passed_on(written.enquiry, event.texts))
