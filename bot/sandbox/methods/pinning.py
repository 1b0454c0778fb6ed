"""Pinning messages."""

from __future__ import annotations

from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.access import message_in, writable
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.world import World


def _pinnable(world: World, params: Params) -> Chat:
    chat = writable(world, params["chat_id"])
    if not chat.private and not chat.bot_may(world.bot.id, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


def pin_chat_message(world: World, params: Params, files: Files) -> bool:
    """Pin a message."""
    chat = _pinnable(world, params)
    message = message_in(chat, params, "pin")
    if message["message_id"] not in chat.pinned:
        chat.pinned.append(message["message_id"])
        world.events.add("chat", chat.id, change="pinned", message_id=message["message_id"])
    return True


def unpin_chat_message(world: World, params: Params, files: Files) -> bool:
    """Unpin a message, the latest one by default."""
    chat = _pinnable(world, params)
    message_id = params.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.events.add("chat", chat.id, change="unpinned", message_id=message_id)
    return True


METHODS = {
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
}
