"""Control calls about people and groups."""

from __future__ import annotations

from typing import Any

from bot.sandbox import acting, groups
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.views import chat_view
from bot.sandbox.errors import ControlError
from bot.sandbox.methods.topics import drop_topic
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


def add_group(world: World, fields: Fields) -> dict[str, Any]:
    """A new group."""
    options = {
        "title": fields.need("title", str),
        "kind": fields.get("kind", str, "supergroup"),
        "forum": fields.get("forum", bool, True),
        "members": fields.persons("members"),
        "admins": fields.persons("admins"),
        "bot_admin": fields.get("bot_admin", bool, True),
        "chat_id": fields.get("id", int),
    }
    fields.done()
    return chat_view(world, groups.create_group(world, **options))


def list_chats(world: World, fields: Fields) -> list[dict[str, Any]]:
    """All chats: private ones that were opened, and groups."""
    return [chat_view(world, c) for c in world.chats.values() if not c.private or world.bot.id in c.members]


def set_member(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody's (or the bot's) standing in a group."""
    chat, status, account = fields.chat(), fields.need("status", str), fields.need("person", int)
    if chat.private:
        raise ControlError("chat: expected a group")
    if status not in groups.STATUSES:
        raise ControlError(f"status: expected one of {', '.join(sorted(groups.STATUSES))}")
    rights = fields.get("rights", dict)
    by = fields.person("by") if fields.get("by", int) else None
    fields.done()
    if account == world.bot.id:
        groups.set_bot_standing(world, chat, status, rights, by)
    else:
        groups.set_status(world, chat, fields.person("person"), status)
    return chat_view(world, chat)


def block(world: World, fields: Fields) -> dict[str, Any]:
    """Block or unblock the bot."""
    person, blocked = fields.person("person"), fields.get("blocked", bool, True)
    fields.done()
    acting.block(world, person, blocked=blocked)
    return {"ok": True}


def delete_topic(world: World, fields: Fields) -> dict[str, Any]:
    """A topic disappears."""
    chat = fields.chat()
    topic = chat.topics.get(fields.need("thread", int))
    fields.done()
    if topic is None:
        raise ControlError("thread: no such topic in this chat")
    drop_topic(world, chat, topic)
    return {"ok": True}


def migrate(world: World, fields: Fields) -> dict[str, Any]:
    """A basic group becomes a supergroup."""
    chat = fields.chat()
    fields.done()
    return {"id": groups.migrate(world, chat).id}


def commands(world: World, fields: Fields) -> list[dict[str, Any]]:
    """The menu a person sees in a chat."""
    person = fields.person("person")
    chat = fields.chat(default=person.id)
    fields.done()
    return world.menus.seen_by(person.id, person.language_code, chat)


CALLS = {
    ("POST", "people"): add_person,
    ("GET", "people"): list_people,
    ("POST", "groups"): add_group,
    ("GET", "chats"): list_chats,
    ("POST", "member"): set_member,
    ("POST", "block"): block,
    ("POST", "topics/delete"): delete_topic,
    ("POST", "migrate"): migrate,
    ("GET", "commands"): commands,
}
