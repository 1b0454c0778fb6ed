"""A letter as pymap hands it out; a malformed one is handed out too, for better mail programs to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from pymap.interfaces.message import LoadedMessageInterface
from pymap.message import BaseLoadedMessage, BaseMessage
from pymap.mime import MessageContent
from pymap.parsing.response.fetch import BodyStructure, EnvelopeStructure
from pymap.parsing.specials import FetchRequirement, Flag, ObjectId

from bot.sandbox.mail.folders import Item
from bot.sandbox.mail.reading import is_nutshell, tried

Structure = TypeVar("Structure", EnvelopeStructure, BodyStructure)


class Message(BaseMessage):
    """A letter in a folder, with the flags it had when it was asked for."""

    __slots__ = ("item",)

    def __init__(self, item: Item, *, expunged: bool = False) -> None:
        when = datetime.fromtimestamp(item.letter.at_ms / 1000, UTC)
        email_id = ObjectId(b"M%d" % item.letter.n)
        super().__init__(item.uid, when, map(Flag, item.flags), email_id=email_id, expunged=expunged)
        self.item = item

    async def load_content(self, requirement: FetchRequirement) -> LoadedMessageInterface:
        """The letter taken apart, when more than its flags and date are wanted."""
        wanted = requirement & FetchRequirement.CONTENT
        return LoadedMessage(self, requirement, _content(self.item.letter.raw) if wanted else None)


class LoadedMessage(BaseLoadedMessage):
    """A letter's content; of what cannot be read, nothing."""

    def get_header(self, name: bytes) -> Sequence[str]:
        """What stands in a header."""
        return tried(lambda: super(LoadedMessage, self).get_header(name), [])

    def get_envelope_structure(self) -> EnvelopeStructure:
        """The headers every list of letters shows."""
        return tried(lambda: _written(super(LoadedMessage, self).get_envelope_structure()), EnvelopeStructure.empty())

    def get_body_structure(self) -> BodyStructure:
        """The parts the letter has."""
        return tried(lambda: _written(super(LoadedMessage, self).get_body_structure()), BodyStructure.empty())


def _written(structure: Structure) -> Structure:
    """A structure that has been seen to be one that can be written."""
    bytes(structure)
    return structure


def _content(raw: bytes) -> MessageContent:
    """A letter taken apart, or whole where that cannot be done."""
    whole = {
        "header": {"lines": [], "folded": []},
        "body": {"lines": [(0, len(raw), len(raw))], "content_type": "text/plain", "nested": []},
    }
    opaque = MessageContent.from_json(raw, whole)
    return opaque if is_nutshell(raw) else tried(lambda: MessageContent.parse(raw), opaque)
