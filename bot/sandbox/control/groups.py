"""Control calls about groups, who is in them, and their topics."""

from __future__ import annotations

from typing import Any

from bot.sandbox import groups
from bot.sandbox.chats import Chat, Topic
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.views import chat_view, topic_view
from bot.sandbox.errors import ControlError
from bot.sandbox.methods.topics import LONGEST_NAME, change_topic, drop_topic, open_topic, set_closed
from bot.sandbox.people import Person
from bot.sandbox.world import World


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


def change_group(world: World, fields: Fields) -> dict[str, Any]:
    """Topics on or off; all reactions, none, or these."""
    chat, forum, reactions = fields.chat(), fields.get("forum", bool), fields.given.get("reactions")
    fields.read.add("reactions")
    fields.done()
    if not isinstance(reactions, list | bool | None):
        raise ControlError("reactions: expected true, false or a list of emoji")
    if forum is not None:
        groups.set_forum(world, chat, forum=forum)
    if reactions is not None:
        groups.set_reactions(world, chat, reactions if isinstance(reactions, list) else None if reactions else [])
    return chat_view(world, chat)


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


def migrate(world: World, fields: Fields) -> dict[str, Any]:
    """A basic group becomes a supergroup."""
    chat = fields.chat()
    fields.done()
    return {"id": groups.migrate(world, chat).id}


def _chat_of(fields: Fields) -> tuple[Person, Chat]:
    """A forum, and somebody in it."""
    person, chat = fields.person(), fields.chat()
    if not chat.forum or not chat.is_present(person.id):
        raise ControlError("chat: expected a forum this person is in")
    return person, chat


def _name(name: str) -> str:
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise ControlError(f"name: expected 1 to {LONGEST_NAME} characters")
    return name.strip()


def _topic(fields: Fields, chat: Chat) -> Topic:
    topic = chat.topics.get(fields.need("thread", int))
    if topic is None:
        raise ControlError("thread: no such topic in this chat")
    return topic


def add_topic(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody opens a topic."""
    person, chat = _chat_of(fields)
    name = _name(fields.need("name", str))
    fields.done()
    return topic_view(open_topic(world, chat, person.as_user(), Topic(0, name)))


def change_topics(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody renames a topic, closes it or opens it again."""
    person, chat = _chat_of(fields)
    topic, name, closed = _topic(fields, chat), fields.get("name", str), fields.get("closed", bool)
    fields.done()
    if name is not None and (name := _name(name)) != topic.name:
        topic.name = name
        change_topic(world, chat, topic, person.as_user(), forum_topic_edited={"name": name})
    if closed is not None and closed != topic.closed:
        set_closed(world, chat, topic, person.as_user(), closed=closed)
    return topic_view(topic)


def delete_topic(world: World, fields: Fields) -> dict[str, Any]:
    """A topic disappears; Telegram does not tell bots."""
    chat = fields.chat()
    topic = _topic(fields, chat)
    fields.done()
    drop_topic(world, chat, topic)
    return {"ok": True}


CALLS = {
    ("POST", "groups"): add_group,
    ("POST", "groups/change"): change_group,
    ("POST", "member"): set_member,
    ("POST", "migrate"): migrate,
    ("POST", "topics"): add_topic,
    ("POST", "topics/change"): change_topics,
    ("POST", "topics/delete"): delete_topic,
}
