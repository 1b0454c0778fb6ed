"""The enquirer's side: the form, plain messages, and where an enquiry stands."""

from dataclasses import replace

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.ext import CommandHandler, MessageHandler, filters

from domain.enquiries import Enquiry, EnquiryMessage, Source, Subject
from domain.forms import Answers
from domain.organisations import clean
from handlers.enquiries import actions, form, screens
from handlers.enquiries.binding.links import ask_to_confirm
from handlers.enquiries.content import content_of
from handlers.enquiries.desk import screens as desk_screens
from handlers.enquiries.desk import showing
from handlers.enquiries.desk.outcomes import enquiry_about
from handlers.enquiries.questions import asking, taps
from handlers.enquiries.questions import screens as question_screens
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.filters import PRIVATE, WRITTEN
from handlers.kit.forms import Form, FormFlow, State
from handlers.kit.messages import Message
from handlers.kit.replies import subject_replied_to
from locales.texts import N_, NP_
from storage import enquiries, messages

RATED = N_("Thank you!")
RATED_BEFORE = N_("You have rated this already. Thank you!")
NOT_TO_RATE = N_("This enquiry is open again, so there is nothing to rate yet.")

SHOWN = 10
"""How many enquiries /status lists."""


async def _finish(event: Event, answers: Answers) -> Message:
    enquiry = await actions.open_enquiry(
        event.unit,
        event.who,
        event.office.zone,
        subject=Subject(answers["subject"]),
        answers=answers,
        consent_version=event.office.profile.privacy_version,
    )
    await showing.show_form(event, enquiry)
    return screens.received(enquiry, event.texts, asked=await ask_to_confirm(event, answers["contact"]))


FLOW = FormFlow(Form(form.KIND, NP_("form", "Enquiry"), form.STEPS, form.consent, _finish))


async def _on_join(_update: Update, context: EventContext) -> State:
    return await FLOW.begin(context.event)


async def _on_menu(update: Update, context: EventContext) -> State:
    if FLOW.just_begun(context.event):
        return None
    given = {"menu:join": {"subject": Subject.JOIN}, "menu:cooperate": {"subject": Subject.COOPERATE}}
    return await FLOW.begin(context.event, given.get(pressed(update)))


async def _on_ask(update: Update, context: EventContext) -> None:
    words = asking.after_command(update.message.text or "") if update.message else ""
    if update.message and words:
        await take(context.event, update.message, words)
    else:
        await FLOW.pause(context.event)
        context.event.reply(question_screens.topics(context.event.office.profile.answers, context.event.texts))


async def _on_status(_update: Update, context: EventContext) -> None:
    event = context.event
    found = await enquiries.of_person(event.unit, event.who.person.id, SHOWN)
    if not await event.registry.tell_standing(event) or found:
        event.reply(screens.status(found, event.texts))


async def _on_message(update: Update, context: EventContext) -> None:
    if update.message is not None:
        await receive(context.event, update.message)


async def receive(event: Event, message: TelegramMessage) -> None:
    """Take a plain message for one of an enquiry, unless an owner most likely meant it for an enquirer."""
    if event.who.is_staff and event.office.staff_chat is None:
        event.reply(desk_screens.reply_to_card(event.texts))
    else:
        await take(event, message, message.text)


async def take(event: Event, message: TelegramMessage, text: str | None, *, too_much: bool = False) -> None:
    """Take what a person wrote or sent for a message of their enquiry, or, without one, for a question; nothing is dropped.

    What is ``too_much`` is kept without a word, and not asked of the profile.
    """
    words = text if text is not None and clean(text) else None
    content = {"text": text} if text is not None else content_of(message)
    source, album = Source(message.chat_id, message.message_id), message.media_group_id
    first = await messages.first_of_album(event.unit, source, album)
    subject = await subject_replied_to(event, message)
    about = await _about(event, subject, first)
    if about is None and words is not None and not too_much and not taps.is_for_colleague(subject):
        about = await asking.lately_closed(event)
        if await asking.asked(event, source, words, only_if_sure=about is not None):
            FLOW.offer(event)
            return
    unit, who, zone = event.unit, event.who, event.office.zone
    written = await actions.write(unit, who, zone, content, source, about=about, album=album, too_much=too_much)
    if written is None:
        return
    if written.opened or not too_much:
        await _show(event, written, source, words, headed=first is None)
    if written.opened:
        await asking.pass_on_earlier(event)
    if written.changed:
        await showing.refresh_card(event, written.enquiry)
    if first is None and not too_much:
        asking.confirm(event, written)
        FLOW.offer(event)


async def _about(event: Event, subject: str | None, first: EnquiryMessage | None) -> Enquiry | None:
    """Return the enquiry a message belongs to: that of its album, else of what it replies to, else the newest open one."""
    if first is not None:
        return await enquiries.by_id(event.unit, first.enquiry_id)
    about = await enquiry_about(event, subject) if subject else None
    return about or await enquiries.newest_open(event.unit, event.who.person.id)


async def _show(event: Event, written: actions.Written, source: Source, words: str | None, *, headed: bool) -> None:
    enquiry, number, opened = written.enquiry, written.message_id, written.opened
    if words is not None:
        await showing.show_text(event, enquiry, number, words, opened=opened)
    else:
        await showing.show_copy(event, enquiry, number, source, opened=opened, headed=headed)


async def _on_rating(update: Update, context: EventContext) -> None:
    event = context.event
    _, number, rating = pressed(update).split(":")
    enquiry = await enquiries.by_id(event.unit, int(number))
    try:
        if enquiry is None:
            raise OutOfDateError
        first = await actions.rate(event.unit, event.who, enquiry, int(rating))
    except OutOfDateError:
        event.toast = Toast(event.texts.say(NOT_TO_RATE), alert=True)
        return
    if first:
        enquiry = replace(enquiry, rating=int(rating))
        event.rewrite(screens.rated(enquiry, int(rating), event.texts))
        await showing.refresh_card(event, enquiry)
    event.toast = Toast(event.texts.say(RATED if first else RATED_BEFORE))


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the enquirer's side, made anew: the library keeps conversation states in them."""
    return (
        FLOW.conversation(
            [
                CommandHandler("join", _on_join, PRIVATE),
                CommandHandler("start", _on_join, PRIVATE & filters.Regex(r"^/start(@\w+)? join$")),
                own_button("menu:(join|cooperate|new)", _on_menu),
            ]
        ),
        CommandHandler("ask", _on_ask, PRIVATE),
        own_button("menu:ask", _on_ask),
        CommandHandler("status", _on_status, PRIVATE),
        own_button("menu:enquiries", _on_status),
        own_button(r"rate:\d{1,15}:[1-5]", _on_rating),
        *taps.handlers(),
    )


def last_handler() -> Handler:
    """Return the handler of whatever nobody else wanted: it becomes a message of the enquiry."""
    return MessageHandler(PRIVATE & WRITTEN, _on_message)
