"""Changing messages."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat, Message
from bot.sandbox.errors import bad_request, mistake
from bot.sandbox.files import EXCHANGEABLE, KINDS, fit_one_album, kind_in
from bot.sandbox.markup import inline_keyboard
from bot.sandbox.methods.access import message_in, writable
from bot.sandbox.methods.media import caption_of, file_of
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.text import formatted
from bot.sandbox.world import World

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


def edit_message_media(world: World, params: Params, files: Files) -> Message:
    """Another file in place of the one there, or of a text."""
    media = params["media"]
    caption = caption_of(media)
    keyboard = inline_keyboard(params.get("reply_markup"))
    chat, message = _own(world, params)
    _check_exchange(message, media["type"])
    gone: dict[str, Any] = dict.fromkeys(("text", "entities", "caption", "caption_entities", *KINDS))
    stored = file_of(world, media["type"], media["media"], files)
    return _edit(world, chat, message, {**gone, **stored.as_content(), **caption, "reply_markup": keyboard})


def _check_exchange(message: Message, new: str) -> None:
    """Only some kinds can be exchanged, and an album stays of one sort."""
    old = kind_in(message)
    if "text" not in message and old not in EXCHANGEABLE:
        raise bad_request("there is no media in the message to edit")
    if "media_group_id" in message and not fit_one_album({new, str(old)}):
        raise bad_request("message content type can't be used in an album")


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
}
