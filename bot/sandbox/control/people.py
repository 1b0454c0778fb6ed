"""Control calls about people."""

from __future__ import annotations

from typing import Any

from bot.sandbox import acting
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.views import chat_view
from bot.sandbox.errors import ControlError
from bot.sandbox.people import Person
from bot.sandbox.world import World

FIRST_PERSON = 100_001


def add_person(world: World, fields: Fields) -> dict[str, Any]:
    """A new person."""
    person_id = fields.get("id", int) or world.free_id(FIRST_PERSON)
    if person_id <= 0 or person_id in world.people or person_id == world.bot.id:
        raise ControlError("id: expected a positive number that is still free")
    person = Person(
        person_id,
        fields.need("first_name", str),
        fields.get("last_name", str),
        fields.get("username", str),
        fields.get("language_code", str),
    )
    fields.done()
    return world.add_person(person).as_user()


def list_people(world: World, fields: Fields) -> list[dict[str, Any]]:
    """All people."""
    return [person.as_user() for person in world.people.values()]


def list_chats(world: World, fields: Fields) -> list[dict[str, Any]]:
    """All chats: private ones that were opened, and groups."""
    return [chat_view(world, c) for c in world.chats.values() if not c.private or world.bot.id in c.members]


def block(world: World, fields: Fields) -> dict[str, Any]:
    """Block or unblock the bot."""
    person, blocked = fields.person("person"), fields.get("blocked", bool, True)
    fields.done()
    acting.block(world, person, blocked=blocked)
    return {"ok": True}


def commands(world: World, fields: Fields) -> list[dict[str, Any]]:
    """The menu a person sees in a chat."""
    person = fields.person("person")
    chat = fields.chat(default=person.id)
    fields.done()
    return world.menus.seen_by(person.id, person.language_code, chat)


CALLS = {
    ("POST", "people"): add_person,
    ("GET", "people"): list_people,
    ("GET", "chats"): list_chats,
    ("POST", "block"): block,
    ("GET", "commands"): commands,
}
