"""Topics of a forum."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import TOPIC_COLOURS, Chat, Topic
from bot.sandbox.errors import bad_request, mistake
from bot.sandbox.methods.access import writable
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.world import World


def _forum(world: World, params: Params, purpose: str) -> Chat:
    """A forum the bot may arrange."""
    chat = writable(world, params["chat_id"])
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_may(world.bot.id, "can_manage_topics"):
        raise bad_request(f"not enough rights to {purpose} a topic" if purpose == "create" else "not enough rights")
    return chat


def _topic(world: World, params: Params, purpose: str) -> tuple[Chat, Topic]:
    chat = _forum(world, params, purpose)
    topic = chat.topics.get(params["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise mistake("topic name must be non-empty")
    if len(name) > 128:
        raise mistake("topic name is too long")
    return name


def create_forum_topic(world: World, params: Params, files: Files) -> dict[str, Any]:
    """A new topic; counts as a message for the limits."""
    name = _checked_name(params["name"])
    colour = params.get("icon_color", TOPIC_COLOURS[0])
    if colour not in TOPIC_COLOURS:
        raise mistake("invalid forum topic icon color specified")
    chat = _forum(world, params, "create")
    world.limits.take(chat.id)
    created = {"name": name, "icon_color": colour}
    message = world.post(chat, world.bot.as_user(), {"forum_topic_created": created})
    thread = message["message_id"]
    message.update(message_thread_id=thread, is_topic_message=True)
    topic = chat.topics[thread] = Topic(thread, name, colour, params.get("icon_custom_emoji_id"))
    world.events.add("topic", chat.id, thread=thread, change="created", name=name)
    return topic.as_forum_topic()


def _service(world: World, chat: Chat, topic: Topic, kind: str, body: dict[str, Any]) -> bool:
    """Say in the topic what changed."""
    world.post(chat, world.bot.as_user(), {kind: body}, thread=topic.id)
    change = kind.removeprefix("forum_topic_")
    world.events.add("topic", chat.id, thread=topic.id, change=change, name=topic.name, closed=topic.closed)
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
    return _service(world, chat, topic, "forum_topic_edited", changes)


def _set_closed(world: World, params: Params, *, closed: bool) -> bool:
    chat, topic = _topic(world, params, "close")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return _service(world, chat, topic, "forum_topic_closed" if closed else "forum_topic_reopened", {})


def close_forum_topic(world: World, params: Params, files: Files) -> bool:
    """Close a topic: only those who may manage topics write there now."""
    return _set_closed(world, params, closed=True)


def reopen_forum_topic(world: World, params: Params, files: Files) -> bool:
    """Open a closed topic again."""
    return _set_closed(world, params, closed=False)


def delete_forum_topic(world: World, params: Params, files: Files) -> bool:
    """Take a topic away with all its messages."""
    chat, topic = _topic(world, params, "delete")
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
