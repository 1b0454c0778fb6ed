"""Control calls that make people write, edit, delete, press and react, and that show messages."""

from __future__ import annotations

from typing import Any

from bot.sandbox import acting, writing
from bot.sandbox.chats import GENERAL
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.views import message_view
from bot.sandbox.errors import ControlError
from bot.sandbox.world import World


def say(world: World, fields: Fields) -> dict[str, Any] | list[dict[str, Any]]:
    """Somebody writes; an album is answered with the list of its messages."""
    person = fields.person()
    chat = fields.chat(default=person.id)
    saying = writing.Saying(
        parts=fields.parts(),
        thread=fields.get("thread", int),
        reply_to=fields.get("reply_to", int),
        anonymous=fields.get("anonymous", bool, False),
        forward=fields.get("forward", bool, False),
    )
    fields.done()
    said = [message_view(world, message) for message in writing.say(world, person, chat, saying)]
    return said if "album" in fields.given else said[0]


def edit(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody changes what they wrote."""
    person = fields.person()
    chat = fields.chat(default=person.id)
    message, carried = fields.message(chat), fields.carried()
    text = fields.get("caption", str, fields.get("text", str))
    fields.done()
    return message_view(world, writing.edit(world, person, chat, message, text=text, carried=carried))


def delete(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody takes messages away."""
    person = fields.person()
    chat = fields.chat(default=person.id)
    messages = fields.messages(chat)
    fields.done()
    writing.delete(world, person, chat, messages)
    return {"ok": True}


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
    Fields(world, raw).get("update_id", int)  # with one that is no number, it could never be confirmed
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
    ("POST", "delete"): delete,
    ("POST", "press"): press,
    ("POST", "react"): react,
    ("POST", "update"): update,
    ("GET", "messages"): messages,
}
