"""The library's application, set up so that an update is read, dispatched and nothing else.

No updater, no rate limiter, no job queue: intake, delivery and time are ours. Errors of handlers are collected for the
consumer, which decides what to roll back.
"""

from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, BaseHandler, ContextTypes

from bot.intake.excess import Excess
from bot.intake.persistence import ConversationStore
from bot.telegram.request import AiohttpRequest
from bot.telegram.transport import Transport
from handlers.kit.capability import Registry
from handlers.kit.event import EventContext, current


class BotApplication(Application[Any, Any, Any, Any, Any, Any]):
    """An application that hands the errors of its handlers over instead of logging them."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self._errors: list[Exception] = []

    async def process_error(self, update: object, error: Exception, *_rest: Any, **_more: Any) -> bool:
        """Collect ``error``; the consumer rolls the event back."""
        self._errors.append(error)
        return False

    def error(self) -> Exception | None:
        """Return the error of the last update, if a handler raised, and forget it."""
        errors, self._errors = self._errors, []
        return errors[0] if errors else None


class Unheard(BaseHandler[Update, EventContext, None]):
    """Takes whatever somebody writes or presses whom the office does not listen to; colleagues are always heard."""

    def check_update(self, update: object) -> bool:
        """Return whether a blocked person wrote or pressed something; a group's new id is nobody's word."""
        actor = current.get().actor
        if actor is None or not actor.person.blocked or actor.is_staff or not isinstance(update, Update):
            return False
        message = update.message or update.edited_message
        return update.callback_query is not None or (message is not None and message.migrate_to_chat_id is None)


async def _ignore(_update: Update, _context: EventContext) -> None:
    """Do nothing."""


def build(token: str, api_root: str, transport: Transport, store: ConversationStore, registry: Registry) -> BotApplication:
    """Return the application with the handlers of every capability, in the registry's order.

    What is too much is caught before all of them, and what is for the blocked is asked before those who do not listen to them.
    """
    request = AiohttpRequest(transport)
    builder = (
        ApplicationBuilder()
        .application_class(BotApplication)
        .token(token)
        .base_url(f"{api_root}/bot")
        .base_file_url(f"{api_root}/file/bot")
        .request(request)
        .get_updates_request(request)
        .context_types(ContextTypes(context=EventContext))
        .persistence(store)
        .updater(None)
        .job_queue(None)
    )
    application: BotApplication = builder.build()  # type: ignore[assignment]
    application.add_handler(Excess(registry))
    application.add_handlers([handler for part in registry.capabilities if part.for_blocked for handler in part.handlers])
    application.add_handler(Unheard(_ignore))
    application.add_handlers([handler for part in registry.capabilities if not part.for_blocked for handler in part.handlers])
    return application
