"""What a person sets for themselves: so far the language."""

from telegram import Update
from telegram.ext import CommandHandler

from domain.languages import Language
from handlers.kit.buttons import own_button
from handlers.kit.capability import Capability, Command, MenuEntry
from handlers.kit.event import EventContext, pressed
from handlers.kit.filters import PRIVATE
from handlers.kit.markup import escape
from handlers.kit.menus import show_menu
from handlers.kit.messages import Button, Message, rows
from handlers.settings import actions
from locales.texts import NP_, Texts

NAMES = {Language.CHINESE: "简体中文", Language.ENGLISH: "English"}


def _question(texts: Texts) -> Message:
    return Message(
        escape(texts._("Which language shall we use?")),
        rows(*(Button(name, f"language:{language}") for language, name in NAMES.items()), width=2),
    )


def _chosen(texts: Texts) -> Message:
    return Message(escape(texts._("We will write to you in English from now on.")))


async def _on_language(_update: Update, context: EventContext) -> None:
    context.event.reply(_question(context.event.texts))


async def _on_choice(update: Update, context: EventContext) -> None:
    event = context.event
    language = Language(pressed(update).partition(":")[2])
    event.become(await actions.choose_language(event.unit, event.who, language))
    event.rewrite(_chosen(event.texts))
    show_menu(event, event.who.person, event.who.channel, staff=event.who.is_staff)


def capability() -> Capability:
    """Return what settings contribute."""
    return Capability(
        name="settings",
        commands=(Command("language", NP_("command", "Choose Chinese or English")),),
        menu=(MenuEntry(NP_("menu", "中文 / English"), "menu:language"),),
        handlers=(
            CommandHandler("language", _on_language, PRIVATE),
            own_button("menu:language", _on_language),
            own_button("language:(zh|en)", _on_choice),
        ),
    )
