"""Command menus: what Telegram shows beside the input, per language and role.

Display only; rights are checked where an act happens.
"""

from typing import Any

from domain.languages import Language
from domain.people import Channel, Person
from handlers.kit.capability import Audience, Registry
from handlers.kit.event import Event
from handlers.kit.office import Office
from locales.texts import Texts

Call = tuple[str, dict[str, Any]]
"""A Bot API method and its parameters."""


def show_menu(event: Event, person: Person, channel: Channel, *, staff: bool) -> None:
    """Queue the menu of one person's own chat as it should be now."""
    method, parameters = own_menu(event.registry, event.office, person, channel, staff=staff)
    event.post(int(channel.address), method, parameters)


def own_menu(registry: Registry, office: Office, person: Person, channel: Channel, *, staff: bool) -> Call:
    """Return the menu of one person's own chat, in their language; colleagues see their commands too.

    For who is neither ``staff`` nor has chosen a language it is taken away: the general menu follows their app.
    """
    scope = {"type": "chat", "chat_id": int(channel.address)}
    if not staff and not person.language_chosen:
        return "deleteMyCommands", {"scope": scope}
    audiences = (Audience.EVERYBODY, Audience.STAFF) if staff else (Audience.EVERYBODY,)
    return _menu(registry, Texts(person.language, office.zone), scope, *audiences)


def general_menus(registry: Registry, office: Office) -> list[Call]:
    """Return the menus of all private chats, one for each language and English for every other, and the staff group's."""
    private, everybody = {"type": "all_private_chats"}, Audience.EVERYBODY
    menus = [_menu(registry, Texts(Language.ENGLISH, office.zone), private, everybody)]
    for language in Language:
        menus.append(_menu(registry, Texts(language, office.zone), private, everybody, language_code=str(language)))
    if office.staff_chat is not None:
        menus.append(_menu(registry, office.texts, {"type": "chat", "chat_id": office.staff_chat}, Audience.STAFF))
    return menus


def _menu(registry: Registry, texts: Texts, scope: dict[str, Any], *audiences: Audience, **language: str) -> Call:
    commands = [
        {"command": command.name, "description": texts.say(command.description)}
        for audience in audiences
        for command in registry.commands(audience)
    ]
    return "setMyCommands", {"commands": commands, "scope": scope} | language
