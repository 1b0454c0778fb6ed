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
from storage import contacts, people

Call = tuple[str, dict[str, Any]]
"""A Bot API method and its parameters."""


async def show_menu(event: Event, person: Person, channel: Channel, *, staff: bool) -> None:
    """Queue the menu of one person's own chat as it should be now."""
    contact = bool(await contacts.speaking(event.unit.connection, [person.id]))
    method, parameters = own_menu(event.registry, event.office, person, channel, contact=contact, staff=staff)
    event.post(int(channel.address), method, parameters)


async def refresh_menu(event: Event, person_id: int) -> None:
    """Queue the menu of somebody who became a contact, or no longer is one; without a Telegram account they have none."""
    found = await people.telegram_of(event.unit, person_id)
    if found is not None:
        person, channel = found
        await show_menu(event, person, channel, staff=bool(event.office.roles_of(int(channel.address))))


def audiences(*, contact: bool, staff: bool) -> tuple[Audience, ...]:
    """Return whose commands somebody sees."""
    others = ((Audience.CONTACTS, contact), (Audience.STAFF, staff))
    return (Audience.EVERYBODY, *(audience for audience, applies in others if applies))


def own_menu(registry: Registry, office: Office, person: Person, channel: Channel, *, contact: bool, staff: bool) -> Call:
    """Return the menu of one person's own chat, in their language; contacts and colleagues see their commands too.

    For who is neither and has not chosen a language it is taken away: the general menu follows their app.
    """
    scope = {"type": "chat", "chat_id": int(channel.address)}
    if not contact and not staff and not person.language_chosen:
        return "deleteMyCommands", {"scope": scope}
    return _menu(registry, Texts(person.language, office.zone), scope, *audiences(contact=contact, staff=staff))


def general_menus(registry: Registry, office: Office) -> list[Call]:
    """Return the menus of all private chats, one for each language and English for every other, and the staff group's."""
    private, everybody = {"type": "all_private_chats"}, Audience.EVERYBODY
    menus = [_menu(registry, Texts(Language.ENGLISH, office.zone), private, everybody)]
    for language in Language:
        menus.append(_menu(registry, Texts(language, office.zone), private, everybody, language_code=str(language)))
    if office.staff_chat is not None:
        menus.append(_menu(registry, office.texts, {"type": "chat", "chat_id": office.staff_chat}, Audience.STAFF))
    return menus


def _menu(registry: Registry, texts: Texts, scope: dict[str, Any], *shown_to: Audience, **language: str) -> Call:
    commands = [
        {"command": command.name, "description": texts.say(command.description)}
        for audience in shown_to
        for command in registry.commands(audience)
    ]
    return "setMyCommands", {"commands": commands, "scope": scope} | language
