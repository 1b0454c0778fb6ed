"""Keeping worlds over restarts: one JSON file, replaced as a whole, at most a second behind."""

from __future__ import annotations

import asyncio
import base64
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from bot.sandbox.chats import Chat, Topic
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.http import CALLS
from bot.sandbox.errors import ControlError
from bot.sandbox.files import StoredFile
from bot.sandbox.people import Person
from bot.sandbox.updates import Pending
from bot.sandbox.world import World

PERIOD = 1.0
LEAP = 1_000
"""More numbers than a second uses up."""
_OPTIONS = orjson.OPT_NON_STR_KEYS
_CHAT_FIELDS = ("id", "kind", "face", "forum", "available_reactions", "pinned", "next_message_id", "migrated_to")


async def keep(path: Path, worlds: list[World]) -> None:
    """Write the file about once a second while anything changes."""
    while True:
        await asyncio.sleep(PERIOD)
        if any(world.changed for world in worlds):
            save(path, worlds)


def save(path: Path, worlds: list[World]) -> None:
    """Write the file so that a crash leaves the old or the new one, never half."""
    content = orjson.dumps({world.bot.token: dump(world) for world in worlds}, option=_OPTIONS)
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    for world in worlds:
        world.changed = False


def load(path: Path, worlds: list[World]) -> None:
    """Fill the worlds from the file, if there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        return
    try:
        kept = orjson.loads(path.read_bytes())
        for world in worlds:
            if world.bot.token in kept:
                restore(world, kept[world.bot.token])
                _leap(world)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{path} holds no world of this sandbox") from error
    save(path, worlds)  # so that the next start leaps from here, even after a kill within the first second


def sow(path: Path, worlds: list[World]) -> None:
    """Make the control calls of a seed file in every world that has no people yet."""
    for world in worlds:
        if not world.people:
            for number, call in enumerate(orjson.loads(path.read_bytes())):
                try:
                    CALLS["POST", call["call"]](world, Fields(world, dict(call["with"])))
                except (ControlError, KeyError, TypeError) as error:
                    raise ControlError(f"seed, call {number + 1}: {error}") from error


def dump(world: World) -> dict[str, Any]:
    """Everything of a world that outlives the process."""
    return {
        "name": world.bot.first_name,
        "began_ms": world.began_ms,
        "next_message_id": world.next_message_id,
        "offset_ms": world.clock.offset_ms,
        "people": [asdict(person) for person in world.people.values()],
        "chats": [_dump_chat(chat) for chat in world.chats.values()],
        "files": [{**asdict(f), "content": base64.b64encode(f.content).decode()} for f in world.files.files.values()],
        "menus": world.menus.lists,
        "texts": world.texts,
        "updates": _dump_updates(world),
        "webhook": [world.webhook.url, world.webhook.secret, world.webhook.max_connections],
        "mail": world.mail.dump(),
        "last_event": world.events.last,
    }


def _dump_chat(chat: Chat) -> dict[str, Any]:
    return {
        **{name: getattr(chat, name) for name in _CHAT_FIELDS},
        "members": list(chat.members.items()),
        "withheld": sorted(chat.withheld),
        "topics": [asdict(topic) for topic in chat.topics.values()],
        "messages": list(chat.messages.values()),
        "reactions": [[message, list(by.items())] for message, by in chat.reactions.items()],
        "keyboards": list(chat.keyboards.items()),
    }


def _dump_updates(world: World) -> dict[str, Any]:
    queue, now_ms, age = world.updates, world.clock.now_ms(), world.clock.age()
    return {
        "next_id": queue.next_id,
        "taken": queue.taken,
        "last_taken": list(queue.last_taken),
        "allowed": sorted(queue.allowed) if queue.allowed is not None else None,
        "pending": [
            {
                "update": entry.update,
                "lane": entry.lane,
                "raw": entry.raw,
                "expires_ms": now_ms + int((entry.expires - age) * 1000),
            }
            for entry in queue.pending.values()
        ],
    }


def restore(world: World, kept: dict[str, Any]) -> None:
    """Put a world back as it was."""
    world.bot.first_name = kept["name"]
    world.began_ms = kept.get("began_ms", world.began_ms)
    world.next_message_id = kept["next_message_id"]
    world.clock.offset_ms = kept["offset_ms"]
    world.people = {person["id"]: Person(**person) for person in kept["people"]}
    world.chats = {chat["id"]: _restore_chat(chat) for chat in kept["chats"]}
    for stored in kept["files"]:
        content = base64.b64decode(stored.pop("content"))
        world.files.files[stored["id"]] = StoredFile(**stored, content=content)
    world.menus.lists, world.texts = kept["menus"], kept["texts"]
    world.webhook.url, world.webhook.secret, world.webhook.max_connections = kept["webhook"]
    world.events.last = kept["last_event"]
    if "mail" in kept:
        world.mail.restore(kept["mail"])
    _restore_updates(world, kept["updates"])


def _leap(world: World) -> None:
    """Number on from further ahead: what a kill kept out of the file has numbers that the bot and the pages already know."""
    world.updates.next_id += LEAP
    world.next_message_id += LEAP
    world.events.last += LEAP
    for chat in world.chats.values():
        chat.next_message_id += LEAP


def _restore_chat(kept: dict[str, Any]) -> Chat:
    chat = Chat(**{name: kept[name] for name in _CHAT_FIELDS if name in kept})
    chat.members = dict(kept["members"])
    chat.withheld = set(kept["withheld"])
    chat.topics = {topic["id"]: Topic(**topic) for topic in kept["topics"]}
    chat.messages = {message["message_id"]: message for message in kept["messages"]}
    chat.reactions = {message: dict(by) for message, by in kept["reactions"]}
    chat.keyboards = dict(kept["keyboards"])
    return chat


def _restore_updates(world: World, kept: dict[str, Any]) -> None:
    queue, now_ms, age = world.updates, world.clock.now_ms(), world.clock.age()
    queue.taken = kept.get("taken", 0)
    queue.last_taken.extend(kept.get("last_taken", ()))
    queue.allowed = frozenset(kept["allowed"]) if kept["allowed"] is not None else None
    queue.next_id = min((entry["update"]["update_id"] for entry in kept["pending"]), default=0)
    for entry in kept["pending"]:
        expires = age + (entry["expires_ms"] - now_ms) / 1000
        queue.add(entry["update"]["update_id"], Pending(entry["update"], expires, entry["lane"], entry["raw"]))
    queue.next_id = kept["next_id"]
