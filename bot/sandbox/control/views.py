"""How the control API shows things: Bot API objects with a little more for display."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.chats import Chat, Message, Topic
from bot.sandbox.display import as_html
from bot.sandbox.world import World


def message_view(world: World, message: Message) -> dict[str, Any]:
    """A message with `html`, `reactions` and, where it brought one, its reply keyboard."""
    chat = world.chats.get(message["chat"]["id"])
    view = {**message, "html": as_html(message), "reactions": reactions_view(chat, message["message_id"])}
    if chat is not None and message["message_id"] in chat.keyboards:
        view["reply_markup"] = chat.keyboards[message["message_id"]]
    return view


def reactions_view(chat: Chat | None, message_id: int) -> list[dict[str, Any]]:
    """Who reacted to a message with what."""
    reactions = chat.reactions.get(message_id, {}) if chat else {}
    return [{"person": person, "emoji": emoji} for person, emoji in reactions.items()]


def event_view(world: World, event: dict[str, Any]) -> dict[str, Any]:
    """An event; its message, if it has one, as `message_view`; a reaction with all there are now."""
    if "message" in event:
        return {**event, "message": message_view(world, event["message"])}
    if event["type"] == "reaction":
        return {**event, "reactions": reactions_view(world.chats.get(event["chat"]), event["message_id"])}
    return event


def topic_view(topic: Topic) -> dict[str, Any]:
    """A topic as the list of topics shows it."""
    return {"thread": topic.id, "name": topic.name, "closed": topic.closed}


def chat_view(world: World, chat: Chat) -> dict[str, Any]:
    """A chat with its members, topics and the bot's standing."""
    bot = chat.members.get(world.bot.id)
    return {
        **chat.as_chat(),
        "members": [{"id": a, "status": status} for a, status in chat.members.items() if a != world.bot.id],
        "bot": bot,
        "withheld": sorted(chat.withheld),
        "blocked": chat.private and bot == "kicked",
        "topics": [topic_view(topic) for topic in chat.topics.values()] if chat.forum else [],
        "available_reactions": chat.available_reactions,
        "messages": len(chat.messages),
        "last_message_id": max(chat.messages, default=0),
        "migrated_to": chat.migrated_to,
    }


def call_view(call: Call) -> dict[str, Any]:
    """A Bot API request from the log."""
    return asdict(call)
