"""`/language`: Chinese or English."""

from telegram import Update
from telegram.ext import CommandHandler

from domain.languages import Language
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.event import EventContext, pressed
from handlers.kit.filters import PRIVATE
from handlers.kit.menus import refresh_menu
from handlers.settings import actions, screens


async def _on_language(_update: Update, context: EventContext) -> None:
    context.event.reply(screens.language_question(context.event.texts))


async def _on_choice(update: Update, context: EventContext) -> None:
    event = context.event
    language = Language(pressed(update).partition(":")[2])
    event.become(await actions.choose_language(event.unit, event.who, language))
    event.rewrite(screens.language_chosen(event.texts))
    await refresh_menu(event, event.who.person.id)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the choice of a language."""
    return (
        CommandHandler("language", _on_language, PRIVATE),
        own_button("menu:language", _on_language),
        own_button("language:(zh|en)", _on_choice),
    )
