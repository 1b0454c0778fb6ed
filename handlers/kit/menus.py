"""Command menus: what Telegram shows beside the input, per language. Display only; rights are checked where an act happens."""

from typing import Any

from domain.languages import Language
from handlers.kit.capability import Audience, Registry
from handlers.kit.event import Event
from handlers.kit.office import Office
from locales.texts import Texts


def chat_menu(event: Event) -> dict[str, Any]:
    """Return the menu of one person's chat, in the language they chose."""
    scope = {"type": "chat", "chat_id": int(event.who.channel.address)}
    return {"commands": _listed(event.registry, event.texts), "scope": scope}


def general_menus(registry: Registry, office: Office) -> list[dict[str, Any]]:
    """Return the menus of all private chats: one for each language, and the default language for every other."""
    scope = {"type": "all_private_chats"}
    menus = [
        {"commands": _listed(registry, Texts(language, office.zone)), "scope": scope, "language_code": str(language)}
        for language in Language
    ]
    return [{"commands": _listed(registry, Texts(Language.ENGLISH, office.zone)), "scope": scope}, *menus]


def _listed(registry: Registry, texts: Texts) -> list[dict[str, str]]:
    return [
        {"command": command.name, "description": texts.say(command.description)}
        for command in registry.commands(Audience.EVERYBODY)
    ]
