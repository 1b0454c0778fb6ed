"""The enquirer's side: the form, plain messages, and where an enquiry stands."""

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.ext import CommandHandler, MessageHandler, filters

from domain.enquiries import Source, Subject
from domain.forms import Answers
from domain.organisations import clean
from handlers.enquiries import actions, desk, form, screens
from handlers.enquiries.content import content_of
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, pressed
from handlers.kit.filters import PRIVATE, WRITTEN
from handlers.kit.forms import Form, FormFlow
from handlers.kit.forms.flow import State
from handlers.kit.messages import Message
from locales.texts import NP_
from storage import enquiries

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
    await desk.show_form(event, enquiry)
    return screens.received(enquiry, event.texts)


FLOW = FormFlow(Form(form.KIND, NP_("form", "Enquiry"), form.STEPS, form.consent, _finish))


async def _on_join(_update: Update, context: EventContext) -> State:
    return await FLOW.begin(context.event)


async def _on_menu(update: Update, context: EventContext) -> State:
    if FLOW.just_begun(context.event):
        return None
    subject = {"menu:join": Subject.JOIN, "menu:cooperate": Subject.COOPERATE}[pressed(update)]
    return await FLOW.begin(context.event, {"subject": subject})


async def _on_ask(update: Update, context: EventContext) -> None:
    words = update.message.text.split(maxsplit=1) if update.message and update.message.text else []
    if update.message and len(words) > 1:
        await take(context.event, update.message, words[1])
    else:
        await FLOW.pause(context.event)
        context.event.reply(screens.ask(context.event.texts))


async def _on_status(_update: Update, context: EventContext) -> None:
    event = context.event
    event.reply(screens.status(await enquiries.of_person(event.unit, event.who.person.id, SHOWN), event.texts))


async def _on_message(update: Update, context: EventContext) -> None:
    if update.message is not None:
        await receive(context.event, update.message)


async def receive(event: Event, message: TelegramMessage) -> None:
    """Take a plain message for one of an enquiry, unless an owner most likely meant it for an enquirer."""
    if event.who.is_staff and event.office.staff_chat is None:
        event.reply(screens.reply_to_card(event.texts))
    else:
        await take(event, message, message.text)


async def take(event: Event, message: TelegramMessage, text: str | None) -> None:
    """Take what a person wrote or sent for a message of their enquiry; nothing sent is dropped."""
    readable = text is not None and clean(text) != ""
    content = {"text": text} if text is not None else content_of(message)
    source = Source(message.chat_id, message.message_id)
    written = await actions.write(event.unit, event.who, event.office.zone, content, source)
    if written is None:
        return
    if readable and text is not None:
        await desk.show_text(event, written.enquiry, text, opened=written.opened)
    else:
        await desk.show_copy(event, written.enquiry, source, opened=written.opened)
    if written.opened:
        event.reply(screens.opened_by_message(written.enquiry, event.office, event.texts))
    else:
        event.reply(screens.passed_on(written.enquiry, event.texts))
    FLOW.offer(event)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the enquirer's side, made anew: the library keeps conversation states in them."""
    return (
        FLOW.conversation(
            [
                CommandHandler("join", _on_join, PRIVATE),
                CommandHandler("start", _on_join, PRIVATE & filters.Regex(r"^/start(@\w+)? join$")),
                own_button("menu:(join|cooperate)", _on_menu),
            ]
        ),
        CommandHandler("ask", _on_ask, PRIVATE),
        own_button("menu:ask", _on_ask),
        CommandHandler("status", _on_status, PRIVATE),
        own_button("menu:enquiries", _on_status),
    )


def last_handler() -> Handler:
    """Return the handler of whatever nobody else wanted: it becomes a message of the enquiry."""
    return MessageHandler(PRIVATE & WRITTEN, _on_message)
