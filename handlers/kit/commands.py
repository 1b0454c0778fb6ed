"""Commands for colleagues, as handlers ask for them.

They are valid in the staff group and in a colleague's own chat. To anybody else in private they are commands that nobody knows;
in the group, where everybody sees them used, it is said who can.
"""

from typing import Any

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.ext import CommandHandler

from handlers.kit.buttons import NOT_STAFF, Callback
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext
from handlers.kit.filters import BY_STAFF, PRIVATE, STAFF_CHAT
from handlers.kit.markup import escape
from handlers.kit.messages import Message
from locales.texts import N_

ANONYMOUS = N_(
    "You are writing anonymously, so I cannot tell who you are. Please turn off “Remain anonymous” and send it again."
)


def staff_command(name: str, callback: Callback) -> Handler:
    """Return the handler of a command for colleagues; whoever is not staff at this moment learns nothing by it."""

    async def by_staff(update: Update, context: EventContext) -> Any:
        event = context.event
        if event.actor is not None and event.actor.is_staff:
            return await callback(update, context)
        if update.message is not None:
            _refuse(event, update.message)
        return None

    return CommandHandler(name, by_staff, STAFF_CHAT | (PRIVATE & BY_STAFF))


def _refuse(event: Event, command: TelegramMessage) -> None:
    """Say in the group who can use the command; of an anonymous administrator the event itself knows nothing."""
    why = NOT_STAFF if command.sender_chat is None else ANONYMOUS
    topic = {"message_thread_id": command.message_thread_id} if command.is_topic_message else {}
    event.post(command.chat_id, "sendMessage", Message(escape(event.office.texts.say(why))).call() | topic)
