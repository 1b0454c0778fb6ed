"""Reading the fields of a control call, with a sentence about the first one that is wrong."""

from __future__ import annotations

import base64
import re
from typing import Any

from bot.sandbox.chats import Chat, Message
from bot.sandbox.errors import ControlError
from bot.sandbox.files import KINDS
from bot.sandbox.people import Person
from bot.sandbox.world import World
from bot.sandbox.writing import Part

_KINDS = {int: "a whole number", str: "text", bool: "true or false", dict: "an object", list: "a list"}
LARGEST_NUMBER = 2**53
"""No id of Telegram's is larger, and no page could read one that is."""
_DIGITS = re.compile(r"-?[0-9]{1,16}")
OBJECTS = {"location": {"latitude", "longitude"}, "contact": {"phone_number", "first_name"}}


class Fields:
    """The JSON object of a call (or its query), read field by field; `done` refuses what nobody read."""

    def __init__(self, world: World, given: dict[str, Any]) -> None:
        self.world = world
        self.given = given
        self.read: set[str] = set()

    def get(self, name: str, kind: type, default: Any = None) -> Any:
        """A field that may be left out."""
        self.read.add(name)
        value = self.given.get(name)
        if value is None:
            return default
        if kind is int and isinstance(value, str) and _DIGITS.fullmatch(value):
            value = int(value)
        too_large = isinstance(value, int) and abs(value) > LARGEST_NUMBER
        if not isinstance(value, kind) or (kind is int and (isinstance(value, bool) or too_large)):
            raise ControlError(f"{name}: expected {_KINDS[kind]}")
        return value

    def need(self, name: str, kind: type) -> Any:
        """A field that must be there."""
        value = self.get(name, kind)
        if value is None:
            raise ControlError(f"{name}: required")
        return value

    def done(self, where: str = "") -> None:
        """All fields that mean something have been read: anything else is a slip of the caller."""
        if unknown := self.given.keys() - self.read:
            raise ControlError(f"{where}{min(unknown)}: unknown field")

    def person(self, name: str = "from") -> Person:
        """A person by id."""
        person = self.world.people.get(self.need(name, int))
        if person is None:
            raise ControlError(f"{name}: no such person")
        return person

    def persons(self, name: str) -> list[Person]:
        """Persons by a list of ids."""
        ids = self.get(name, list, [])
        if not all(isinstance(number, int) and number in self.world.people for number in ids):
            raise ControlError(f"{name}: expected a list of people's ids")
        return [self.world.people[number] for number in ids]

    def chat(self, name: str = "chat", default: int | None = None) -> Chat:
        """A chat by id."""
        chat_id = self.get(name, int, default)
        chat = self.world.chats.get(chat_id) if chat_id is not None else None
        if chat is None:
            raise ControlError(f"{name}: no such chat" if chat_id is not None else f"{name}: required")
        return chat

    def message(self, chat: Chat) -> Message:
        """A message of a chat by id."""
        message = chat.messages.get(self.need("message", int))
        if message is None:
            raise ControlError("message: no such message in this chat")
        return message

    def messages(self, chat: Chat) -> list[Message]:
        """Messages of a chat by a list of ids."""
        numbers = self.need("messages", list)
        if not numbers or not all(isinstance(number, int) and number in chat.messages for number in numbers):
            raise ControlError("messages: expected a list of ids of messages in this chat")
        return [chat.messages[number] for number in numbers]

    def part(self) -> Part:
        """A text, or what is sent along with its caption."""
        carried, text, caption = self.carried(), self.get("text", str, ""), self.get("caption", str, "")
        if caption and not carried:
            raise ControlError("caption: there is nothing to put it under")
        return Part(caption or text, carried)

    def parts(self) -> list[Part]:
        """One message, or those of an album."""
        album = self.get("album", list)
        if album is None:
            return [self.part()]
        parts = []
        for number, item in enumerate(album):
            if not isinstance(item, dict):
                raise ControlError("album: expected a list of objects")
            fields = Fields(self.world, item)
            parts.append(fields.part())
            fields.done(f"album, {number + 1}: ")
        return parts

    def carried(self) -> dict[str, Any]:
        """The file, place or contact somebody sends along, as message fields; empty when there is none."""
        found = [self._file(kind, given) for kind in KINDS if (given := self.get(kind, dict)) is not None]
        for kind, needed in OBJECTS.items():
            given = self.get(kind, dict)
            if given is not None:
                if not given.keys() >= needed:
                    raise ControlError(f"{kind}: expected an object with {' and '.join(sorted(needed))}")
                found.append({kind: given})
        if len(found) > 1:
            raise ControlError("one message carries one thing; several files make an album")
        return found[0] if found else {}

    def _file(self, kind: str, given: dict[str, Any]) -> dict[str, Any]:
        try:
            content = base64.b64decode(given["base64"], validate=True)
        except (KeyError, TypeError, ValueError) as error:
            raise ControlError(f"{kind}: expected an object with name and base64") from error
        name, mime, size = given.get("name", kind), given.get("mime"), given.get("size")
        if not isinstance(name, str) or not isinstance(mime, str | None) or not isinstance(size, int | None):
            raise ControlError(f"{kind}: expected name and mime to be text, and size a whole number")
        return self.world.files.add(kind, name, mime, content, size).as_content()
