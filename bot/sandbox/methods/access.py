"""Finding the chat, message and topic a request names, or refusing in Telegram's wording."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import GENERAL, Chat, Message, Topic
from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.world import World


def readable(world: World, chat_id: int | str) -> Chat:
    """A chat the bot may look at."""
    chat = world.chats.get(_number(world, chat_id))
    if chat is None or (chat.private and world.bot.id not in chat.members):
        raise bad_request("chat not found")
    if chat.private or chat.migrated_to is not None:
        return chat
    kind = "supergroup" if chat.kind == "supergroup" else "group"
    if chat.members.get(world.bot.id) == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if not chat.is_present(world.bot.id):
        raise forbidden(f"bot is not a member of the {kind} chat")
    return chat


def writable(world: World, chat_id: int | str) -> Chat:
    """A chat the bot may write to."""
    chat = world.chats.get(_number(world, chat_id))
    if chat is not None and chat.private:
        return _open_private(world, chat)
    chat = readable(world, chat_id)
    if chat.migrated_to is not None:
        reason = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, reason, parameters={"migrate_to_chat_id": chat.migrated_to})
    return chat


def _open_private(world: World, chat: Chat) -> Chat:
    status = chat.members.get(world.bot.id)
    if status is None:
        raise forbidden("bot can't initiate conversation with a user")
    if status == "kicked":
        raise forbidden("bot was blocked by the user")
    return chat


def _number(world: World, chat_id: int | str) -> int:
    """The id, given as a number, a number in text, or a group's @name."""
    if isinstance(chat_id, int):
        return chat_id
    try:
        return int(chat_id)
    except ValueError:
        return next((c.id for c in world.chats.values() if c.face.get("username") == chat_id.removeprefix("@")), 0)


def message_in(chat: Chat, params: dict[str, Any], purpose: str) -> Message:
    """The message a request names; `purpose` completes "message to … not found"."""
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return message


def topic_in(chat: Chat, thread: int | None) -> Topic | None:
    """The topic to write into, if the request names one."""
    if thread is None:
        return None
    topic = chat.topics.get(thread) if chat.forum else None
    if topic is None or thread == GENERAL:
        raise bad_request("message thread not found")
    return topic


def reply_target(world: World, chat: Chat, params: dict[str, Any]) -> Message | None:
    """The message to reply to, None when there is none and that is fine."""
    reply = params.get("reply_parameters")
    if reply is None:
        return None
    elsewhere = reply.get("chat_id")
    where = chat if elsewhere in {None, chat.id, str(chat.id)} else readable(world, elsewhere)
    message = where.messages.get(reply.get("message_id", 0))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message
