"""Changing, deleting and pinning messages."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat, Message
from bot.sandbox.errors import bad_request, mistake
from bot.sandbox.markup import inline_keyboard
from bot.sandbox.methods.access import message_in, writable
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.text import formatted
from bot.sandbox.world import World

TWO_DAYS = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _own(world: World, params: Params) -> tuple[Chat, Message]:
    """The bot's own message a request wants to change."""
    if "inline_message_id" in params:
        raise mistake("the sandbox does not serve inline messages")
    if "chat_id" not in params or "message_id" not in params:
        raise mistake("message identifier is not specified" if "chat_id" in params else "chat_id is empty")
    chat = writable(world, params["chat_id"])
    message = message_in(chat, params, "edit")
    if message["from"]["id"] != world.bot.id or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(world: World, chat: Chat, message: Message, changes: dict[str, Any]) -> Message:
    """Put the changes in place, if they are any."""
    if all(message.get(name) == value for name, value in changes.items()):
        raise bad_request(_NOT_MODIFIED)
    return world.replace(chat, message, {**changes, "edit_date": world.clock.now()})


def edit_message_text(world: World, params: Params, files: Files) -> Message:
    """A new text and keyboard."""
    if "text" not in params:
        raise mistake("message text is empty")
    text, entities = formatted(params)
    keyboard = inline_keyboard(params.get("reply_markup"))
    chat, message = _own(world, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, chat, message, {"text": text, "entities": entities or None, "reply_markup": keyboard})


def edit_message_caption(world: World, params: Params, files: Files) -> Message:
    """A new caption and keyboard."""
    caption, entities = formatted(params, caption=True)
    keyboard = inline_keyboard(params.get("reply_markup"))
    chat, message = _own(world, params)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    changes = {"caption": caption or None, "caption_entities": entities or None, "reply_markup": keyboard}
    return _edit(world, chat, message, changes)


def edit_message_reply_markup(world: World, params: Params, files: Files) -> Message:
    """A new keyboard, or none."""
    keyboard = inline_keyboard(params.get("reply_markup"))
    chat, message = _own(world, params)
    return _edit(world, chat, message, {"reply_markup": keyboard})


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    too_old = world.clock.now() - message["date"] > TWO_DAYS
    own = message["from"]["id"] == world.bot.id
    privileged = not chat.private and chat.bot_may(world.bot.id, "can_delete_messages")
    if not privileged and (too_old or not (own or chat.private)):
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
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
}
