"""Sending text; `deliver` is the one way a message of the bot comes into being."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import GENERAL, Message
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import checked_markup
from bot.sandbox.methods.access import reply_target, topic_in, writable
from bot.sandbox.spec import Upload
from bot.sandbox.text import formatted
from bot.sandbox.world import World

Params = dict[str, Any]
Files = dict[str, Upload]


def deliver(world: World, params: Params, *contents: dict[str, Any]) -> list[Message]:
    """Send one message, or an album of several, after all of Telegram's checks."""
    chat = writable(world, params["chat_id"])
    topic = topic_in(chat, params.get("message_thread_id"))
    reply_to = reply_target(world, chat, params)
    if topic is None and reply_to is not None:
        topic = chat.topics.get(chat.thread(reply_to) or GENERAL)
    if topic is not None and topic.closed and not chat.may_manage(topic, world.bot.id):
        raise bad_request("TOPIC_CLOSED")
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


def send_chat_action(world: World, params: Params, files: Files) -> bool:
    """ "typing…" and the like."""
    chat = writable(world, params["chat_id"])
    topic_in(chat, params.get("message_thread_id"))
    world.events.add("typing", chat.id, action=params["action"], thread=params.get("message_thread_id"))
    return True


METHODS = {
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
}
