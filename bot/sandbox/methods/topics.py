"""Topics of a forum."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import TOPIC_COLOURS, Chat, Topic
from bot.sandbox.errors import bad_request, mistake
from bot.sandbox.methods.access import writable
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.world import World

LONGEST_NAME = 128


def _forum(world: World, params: Params) -> Chat:
    """A forum the bot can write to."""
    chat = writable(world, params["chat_id"])
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(world: World, params: Params, purpose: str) -> tuple[Chat, Topic]:
    """A topic the bot may arrange: with the right, or because it made it."""
    chat = _forum(world, params)
    topic = chat.topics.get(params["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    if not chat.may_manage(topic, world.bot.id):
        raise bad_request(f"not enough rights to {purpose} the topic")
    return chat, topic


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise mistake("topic name must be non-empty")
    if len(name) > LONGEST_NAME:
        raise mistake("topic name is too long")
    return name


def create_forum_topic(world: World, params: Params, files: Files) -> dict[str, Any]:
    """A new topic; counts as a message for the limits."""
    name = _checked_name(params["name"])
    colour = params.get("icon_color", TOPIC_COLOURS[0])
    if colour not in TOPIC_COLOURS:
        raise mistake("invalid forum topic icon color specified")
    chat = _forum(world, params)
    if not chat.bot_may(world.bot.id, "can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    world.limits.take(chat.id)
    topic = Topic(0, name, colour, params.get("icon_custom_emoji_id"))
    return open_topic(world, chat, world.bot.as_user(), topic).as_forum_topic()


def open_topic(world: World, chat: Chat, by: dict[str, Any], topic: Topic) -> Topic:
    """Put a new topic into a forum; it gets the id of the service message it begins with."""
    message = world.post(chat, by, {"forum_topic_created": {"name": topic.name, "icon_color": topic.icon_color}})
    topic.id, topic.creator = message["message_id"], by["id"]
    message.update(message_thread_id=topic.id, is_topic_message=True)
    chat.topics[topic.id] = topic
    world.events.add("topic", chat.id, thread=topic.id, change="created", name=topic.name)
    world.tell("message", chat, message)
    return topic


def change_topic(world: World, chat: Chat, topic: Topic, by: dict[str, Any], **said: dict[str, Any]) -> bool:
    """Say in the topic what has changed, as one service field; the bot hears it, whoever did it."""
    [kind] = said
    message = world.post(chat, by, said, thread=topic.id)
    change = kind.removeprefix("forum_topic_")
    world.events.add("topic", chat.id, thread=topic.id, change=change, name=topic.name, closed=topic.closed)
    world.tell("message", chat, message)
    return True


def edit_forum_topic(world: World, params: Params, files: Files) -> bool:
    """Another name or icon."""
    chat, topic = _topic(world, params, "edit")
    name = _checked_name(params["name"]) if "name" in params else topic.name
    icon = params.get("icon_custom_emoji_id", topic.icon_custom_emoji_id)
    if (name, icon) == (topic.name, topic.icon_custom_emoji_id):
        raise bad_request("TOPIC_NOT_MODIFIED")
    changes = {"name": name} if name != topic.name else {}
    topic.name, topic.icon_custom_emoji_id = name, icon
    return change_topic(world, chat, topic, world.bot.as_user(), forum_topic_edited=changes)


def _set_closed(world: World, params: Params, *, closed: bool) -> bool:
    chat, topic = _topic(world, params, "close or open")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    return set_closed(world, chat, topic, world.bot.as_user(), closed=closed)


def set_closed(world: World, chat: Chat, topic: Topic, by: dict[str, Any], *, closed: bool) -> bool:
    """Close or reopen a topic."""
    topic.closed = closed
    return change_topic(world, chat, topic, by, **{"forum_topic_closed" if closed else "forum_topic_reopened": {}})


def close_forum_topic(world: World, params: Params, files: Files) -> bool:
    """Close a topic: only who made it and those who may manage topics write there now."""
    return _set_closed(world, params, closed=True)


def reopen_forum_topic(world: World, params: Params, files: Files) -> bool:
    """Open a closed topic again."""
    return _set_closed(world, params, closed=False)


def delete_forum_topic(world: World, params: Params, files: Files) -> bool:
    """Take a topic away with all its messages, however old they are."""
    chat = _forum(world, params)
    topic = chat.topics.get(params["message_thread_id"])
    if not chat.bot_may(world.bot.id, "can_delete_messages"):
        raise bad_request("not enough rights to delete the topic")
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    drop_topic(world, chat, topic)
    return True


def drop_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Remove a topic and everything in it."""
    del chat.topics[topic.id]
    world.remove(chat, [n for n, message in chat.messages.items() if chat.thread(message) == topic.id])
    world.events.add("topic", chat.id, thread=topic.id, change="deleted")


METHODS = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
