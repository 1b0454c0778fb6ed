"""Deleting messages."""

from __future__ import annotations

from bot.sandbox.chats import Chat, Message
from bot.sandbox.errors import bad_request, mistake
from bot.sandbox.methods.access import message_in, writable
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.world import World

TWO_DAYS = 48 * 3600


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    """Nobody's after two days, whatever the bot's rights; before that its own, in private all, and with the right all."""
    too_old = world.clock.now() - message["date"] > TWO_DAYS
    own = message["from"]["id"] == world.bot.id
    may = own or chat.private or chat.bot_may(world.bot.id, "can_delete_messages")
    if too_old or not may or "forum_topic_created" in message:
        raise bad_request("message can't be deleted")


def delete_message(world: World, params: Params, files: Files) -> bool:
    """Take a message away."""
    chat = writable(world, params["chat_id"])
    message = message_in(chat, params, "delete")
    _check_deletable(world, chat, message)
    world.remove(chat, [message["message_id"]])
    return True


def delete_messages(world: World, params: Params, files: Files) -> bool:
    """Take several messages away; those that are not there are passed over."""
    chat = writable(world, params["chat_id"])
    if not 1 <= len(params["message_ids"]) <= 100:
        raise mistake("too many message identifiers specified")
    found = [chat.messages[number] for number in params["message_ids"] if number in chat.messages]
    for message in found:
        _check_deletable(world, chat, message)
    world.remove(chat, [message["message_id"] for message in found])
    return True


METHODS = {
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
