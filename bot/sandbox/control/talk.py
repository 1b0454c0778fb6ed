"""Control calls that make people write, edit, press and react, and that show messages."""

from __future__ import annotations

from typing import Any

from bot.sandbox import acting
from bot.sandbox.chats import GENERAL
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.views import message_view
from bot.sandbox.errors import ControlError
from bot.sandbox.world import World


def say(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody writes."""
    person = fields.person()
    chat = fields.chat(default=person.id)
    saying = acting.Saying(
        text=fields.get("text", str, ""),
        thread=fields.get("thread", int),
        reply_to=fields.get("reply_to", int),
        file=fields.attachment(),
        anonymous=fields.get("anonymous", bool, False),
        forward=fields.get("forward", bool, False),
    )
    fields.done()
    return message_view(world, acting.say(world, person, chat, saying))


def edit(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody changes what they wrote."""
    person = fields.person()
    chat = fields.chat(default=person.id)
    message, text = fields.message(chat), fields.need("text", str)
    fields.done()
    return message_view(world, acting.edit(world, person, chat, message, text))


def press(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody presses a button."""
    person = fields.person()
    chat = fields.chat(default=person.id)
    message = fields.message(chat)
    button = {"text": fields.get("text", str), "data": fields.get("data", str), "force": fields.get("force", bool)}
    fields.done()
    return acting.press(world, person, chat, message, button)


def react(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody reacts."""
    person = fields.person()
    chat = fields.chat(default=person.id)
    message, emoji = fields.message(chat), fields.get("emoji", str)
    fields.done()
    acting.react(world, person, chat, message, emoji)
    return {"ok": True}


def query(world: World, fields: Fields) -> dict[str, Any] | None:
    """What the bot answered to a tap, None so far."""
    known = world.queries.queries.get(fields.need("query_id", str))
    if known is None:
        raise ControlError("no such query")
    return known.answer


def update(world: World, fields: Fields) -> dict[str, Any]:
    """A raw update."""
    raw = fields.need("update", dict)
    fields.done()
    return {"update_id": world.updates.put_raw(raw)}


def messages(world: World, fields: Fields) -> list[dict[str, Any]]:
    """The messages of a chat, oldest first."""
    chat, thread, after = fields.chat(), fields.get("thread", int), fields.get("after", int, 0)
    fields.done()
    return [
        message_view(world, message)
        for number, message in chat.messages.items()
        if number > after and thread in {None, chat.thread(message) or GENERAL}
    ]


CALLS = {
    ("POST", "say"): say,
    ("POST", "edit"): edit,
    ("POST", "press"): press,
    ("POST", "react"): react,
    ("POST", "update"): update,
    ("GET", "messages"): messages,
}
