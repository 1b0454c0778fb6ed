"""Sending text, copying and forwarding; `deliver` is the one way a message of the bot comes into being."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import SERVICE, Chat, Message
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import checked_markup
from bot.sandbox.methods.access import message_in, readable, reply_target, topic_in, writable
from bot.sandbox.spec import Upload
from bot.sandbox.text import formatted
from bot.sandbox.world import World

Params = dict[str, Any]
Files = dict[str, Upload]


def deliver(world: World, params: Params, *contents: dict[str, Any]) -> list[Message]:
    """Send one message, or an album of several, after all of Telegram's checks."""
    chat = writable(world, params["chat_id"])
    topic = topic_in(chat, params.get("message_thread_id"))
    if topic is not None and topic.closed and not chat.bot_may(world.bot.id, "can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    reply_to = reply_target(world, chat, params)
    markup = checked_markup(params)
    world.limits.take(chat.id, len(contents), paid=params.get("allow_paid_broadcast", False))
    extra: dict[str, Any] = {"has_protected_content": True} if params.get("protect_content") else {}
    if markup is not None and "inline_keyboard" in markup:
        extra["reply_markup"] = markup
    thread = topic.id if topic else None
    sender = world.bot.as_user()
    sent = [world.post(chat, sender, {**c, **extra}, thread=thread, reply_to=reply_to) for c in contents]
    if markup is not None and "inline_keyboard" not in markup:
        chat.keyboards[sent[-1]["message_id"]] = markup
    return sent


def send_message(world: World, params: Params, files: Files) -> Message:
    """A text."""
    text, entities = formatted(params)
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    return deliver(world, params, content)[0]


def _source(world: World, params: Params, purpose: str) -> tuple[Chat, Message]:
    chat = readable(world, params["from_chat_id"])
    return chat, message_in(chat, params, purpose)


def content_of(message: Message) -> dict[str, Any]:
    """What a copy of a message takes over: text and media, not who wrote it, where and when."""
    kept = ["text", "entities", "caption", "caption_entities", "photo", "document", "voice", "video", "audio"]
    return {name: message[name] for name in kept if name in message}


def copy_message(world: World, params: Params, files: Files) -> dict[str, Any]:
    """A message's content as one of the bot's own."""
    _, message = _source(world, params, "copy")
    content = content_of(message)
    if not content:
        raise bad_request("message can't be copied")
    if "caption" in params and "text" not in content:
        caption, entities = formatted(params, caption=True)
        content.update(caption=caption, caption_entities=entities or None)
        content = {name: value for name, value in content.items() if value}
    return {"message_id": deliver(world, params, content)[0]["message_id"]}


def forward_message(world: World, params: Params, files: Files) -> Message:
    """A message with its origin shown."""
    _, message = _source(world, params, "forward")
    if SERVICE & message.keys() or message.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    content = {"forward_origin": origin_of(message), **content_of(message)}
    return deliver(world, params, content)[0]


def origin_of(message: Message) -> dict[str, Any]:
    """Where a forwarded message comes from."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    if "sender_chat" in message:
        return {"type": "chat", "date": message["date"], "sender_chat": message["sender_chat"]}
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}


def send_chat_action(world: World, params: Params, files: Files) -> bool:
    """ "typing…" and the like."""
    chat = writable(world, params["chat_id"])
    topic_in(chat, params.get("message_thread_id"))
    world.events.add("typing", chat.id, action=params["action"], thread=params.get("message_thread_id"))
    return True


METHODS = {
    "sendMessage": send_message,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "sendChatAction": send_chat_action,
}
