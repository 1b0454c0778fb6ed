"""The person's side: what is kept, all of it as a file, and the question before everything is deleted.

The button that deletes names whom and when it was drawn for, by our own number: once that person is erased, whoever presses
it is somebody else.
"""

from telegram import Update
from telegram.ext import CommandHandler

from domain.instants import MINUTE
from domain.outbox import Report
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler, Outcome
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.filters import PRIVATE
from handlers.privacy import actions, desk, screens
from handlers.privacy.file import file_of
from locales.texts import N_
from storage import contacts, erasure
from storage.backup import KEPT

GOODBYE = "goodbye"
SENDING = N_("Your data is on its way to you.")
OUT_OF_DATE = N_("This question is out of date. /mydata asks it again.")


async def _on_privacy(_update: Update, context: EventContext) -> None:
    event = context.event
    event.reply(screens.privacy(event.office.profile, KEPT, event.texts))


async def _on_mydata(_update: Update, context: EventContext) -> None:
    await _send_file(context.event)


async def _on_file_wanted(update: Update, context: EventContext) -> None:
    event = context.event
    button = press_of(update, event, MINUTE)
    if not await event.repeated(button):
        await _send_file(event)
        await event.acknowledge(button, event.texts.say(SENDING))


async def _send_file(event: Event) -> None:
    person = event.who.person
    data = await actions.copy_of_data(event.unit, event.who)
    document = {"$file": file_of(data, event.office, event.texts, event.unit.now)}
    parameters = {"document": document} | screens.under_file(event.texts, event.unit.now).caption()
    event.post(int(event.who.channel.address), "sendDocument", parameters, person=person)


async def _on_delete_wanted(update: Update, context: EventContext) -> None:
    event = context.event
    button = press_of(update, event, MINUTE)
    if not await event.repeated(button):
        event.reply(screens.confirmation(event.who, KEPT, event.texts, event.unit.now // 1000))
        await event.acknowledge(button)


async def _on_delete(update: Update, context: EventContext) -> None:
    event = context.event
    _, _, asked, at = pressed(update).split(":")
    person, texts, chat = event.who.person, event.texts, int(event.who.channel.address)
    has_menu = person.language_chosen or bool(await contacts.speaking(event.unit.connection, [person.id]))
    try:
        traces = await actions.erase(event.unit, event.who, asked=int(asked), at=int(at), event=event.row)
    except OutOfDateError:
        event.toast = Toast(texts.say(OUT_OF_DATE), alert=True)
        return
    await desk.clear(event, traces)
    if has_menu:
        event.post(chat, "deleteMyCommands", {"scope": {"type": "chat", "chat_id": chat}})
    words, options = screens.goodbye(texts).call(), {"subject": f"{GOODBYE}:{person.id}", "report": Report.ALWAYS}
    if event.message_id is None:
        event.post(chat, "sendMessage", words, **options)
    else:
        event.post(chat, "editMessageText", words | {"message_id": event.message_id}, **options)


async def goodbye_ended(event: Event, outcome: Outcome) -> None:
    """Forget where the goodbye went, now that it has."""
    await erasure.let_go(event.unit, outcome.row)


async def _on_keep(_update: Update, context: EventContext) -> None:
    context.event.rewrite(screens.kept(context.event.texts))


async def _on_keep_file(_update: Update, context: EventContext) -> None:
    event = context.event
    event.toast = Toast(event.texts.say(screens.KEPT))
    if event.message_id is not None:
        event.post(int(event.who.channel.address), "editMessageReplyMarkup", {"message_id": event.message_id})


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the person's side."""
    return (
        CommandHandler("privacy", _on_privacy, PRIVATE),
        CommandHandler("mydata", _on_mydata, PRIVATE),
        own_button("privacy:file", _on_file_wanted),
        own_button("privacy:delete", _on_delete_wanted),
        own_button(r"privacy:yes:\d{1,15}:\d{1,12}", _on_delete),
        own_button("privacy:keep", _on_keep),
        own_button("privacy:keep-file", _on_keep_file),
    )
