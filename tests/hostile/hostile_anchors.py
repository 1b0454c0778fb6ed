"""What stands in an update for something that exists is made complete: a form, a topic, a message, a button.

Which of them it is depends on what is there when the update is put on the line, and on nothing else.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from hostile_buttons import REAL, TOKEN, VERSION
from hostile_crowd import newest_screen
from hostile_updates import LATEST, OWN, POST, TOPIC
from stage import Stage, buttons_of

from bot.sandbox.chats import Chat
from bot.sandbox.world import World

Update = dict[str, Any]
Forms = dict[int, tuple[str, int, str]]
COUNTED = re.compile(rf"({TOPIC}|{POST}|{OWN}|{REAL}):(\d+)")
RECENT = 300
"""How far back a message is looked for."""


def completed(stage: Stage, each: Update, forms: Forms) -> Update:
    """Return an update with everything it counts or leaves open filled in."""
    made = _anchored(stage.sandbox.world, each)
    tap = made.get("callback_query")
    if isinstance(tap, dict) and isinstance(tap.get("from"), dict):
        made["callback_query"] = _pressed(stage, tap, forms)
    return made


def _anchored(world: World, value: Any) -> Any:
    """Put ids of topics and messages there are in place of those only counted."""
    if isinstance(value, list):
        return [_anchored(world, each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {name: _anchored(world, each) for name, each in value.items()}
    chat = _chat_of(world, made)
    if (counted := _counted(made.get("message_thread_id"))) is not None:
        made["message_thread_id"] = _nth(list(chat.topics) if chat else [], counted[1]) or 1
    if (counted := _counted(made.get("message_id"))) is not None:
        author = world.bot.id if counted[0] == POST else _id_of(made.get("from"))
        found = _nth([m for m in _recent(chat) if m["from"]["id"] == author], counted[1])
        made["message_id"] = found["message_id"] if found else 1
        if found and counted[0] == POST:
            made["text"] = found.get("text", "")
    return made


def _pressed(stage: Stage, tap: Update, forms: Forms) -> Update:
    tap, presser = dict(tap), _id_of(tap["from"])
    token, version, _ = forms.get(presser, ("AAAAAAAA", 1, "")) if presser is not None else ("AAAAAAAA", 1, "")
    under = tap.get("message")
    if isinstance(under, dict) and (counted := _counted(tap.get("data"))) is not None:
        buttons = [(m, b["callback_data"]) for m in _recent(_chat_of(stage.sandbox.world, under)) for b in _own(m)]
        found = _nth(buttons, counted[1])
        if found is not None:
            tap |= {"data": found[1], "message": under | {"message_id": found[0]["message_id"]}}
    elif isinstance(tap.get("data"), str):
        tap["data"] = tap["data"].replace(TOKEN, token).replace(VERSION, str(version))
    if isinstance(tap.get("message"), dict) and tap["message"].get("message_id") == LATEST:
        shown = newest_screen(stage, presser) if presser is not None else None
        tap["message"] = tap["message"] | {"message_id": shown["message_id"] if shown else 1}
    return tap


def _counted(value: Any) -> tuple[str, int] | None:
    found = COUNTED.fullmatch(value) if isinstance(value, str) else None
    return (found[1], int(found[2])) if found else None


def _nth(found: list[Any], number: int) -> Any:
    return found[number % len(found)] if found else None


def _recent(chat: Chat | None) -> list[Update]:
    return list(islice(reversed(chat.messages.values()), RECENT)) if chat else []


def _own(message: Update) -> Iterator[Update]:
    return (button for button in buttons_of(message) if "callback_data" in button)


def _chat_of(world: World, made: Update) -> Chat | None:
    number = _id_of(made.get("chat"))
    return world.chats.get(number) if number is not None else None


def _id_of(value: Any) -> int | None:
    number = value.get("id") if isinstance(value, dict) else None
    return number if isinstance(number, int) else None
