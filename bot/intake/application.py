"""The library's application, set up so that an update is read, dispatched and nothing else.

No updater, no rate limiter, no job queue: intake, delivery and time are ours. Errors of handlers are collected for the
consumer, which decides what to roll back.
"""

from typing import Any

from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot

from bot.intake.persistence import ConversationStore
from bot.telegram.request import AiohttpRequest
from bot.telegram.transport import Transport
from handlers.kit.capability import Registry
from handlers.kit.event import EventContext


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


def build(token: str, api_root: str, transport: Transport, store: ConversationStore, registry: Registry) -> BotApplication:
    """Return the application with the handlers of every capability, in the registry's order."""
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
    for part in registry.capabilities:
        application.add_handlers(list(part.handlers))
    return application


def bot_of(application: BotApplication) -> ExtBot[None]:
    """Return the application's bot."""
    return application.bot  # type: ignore[no-any-return]
