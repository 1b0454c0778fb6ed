"""A message that stands elsewhere in one part or several, and what brings them to what it says after an edit.

Parts are told apart by how they were made: a text of ours, or a copy. What stands is changed in its place, what is missing
is sent, what is too much is taken away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from domain.enquiries import Source
from handlers.enquiries.actions import Content
from handlers.enquiries.content import EXCHANGEABLE
from handlers.kit.event import Event
from handlers.kit.markup import Html
from handlers.kit.messages import Message
from storage import posts

Call = tuple[str, dict[str, Any]]
Options = Mapping[str, Any]

TEXT, COPY = "sendMessage", "copyMessage"

GONE = "gone"
"""Subject of rows that made a part which no longer stands for its message; the message's number follows."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it is to be: the call that makes it, and the one that makes an older part say the same."""

    new: Call
    change: Call


@dataclass(frozen=True, slots=True)
class Standing:
    """A part that stands, or is on its way: the row that made it, where, and by which method."""

    row: int
    chat: int
    method: str


def text_part(message: Message) -> Part:
    """Return a text of ours as a part."""
    return Part((TEXT, message.call()), ("editMessageText", message.call()))


def copy_part(source: Source, content: Content, words: Html, *, captioned: bool = False, same_file: bool = True) -> Part:
    """Return a copy of the message at ``source`` as a part.

    ``words`` are its text or caption; with ``captioned`` also of the copy when it is made. ``same_file``: an older part
    carries the file already.
    """
    caption = {"caption": words, "parse_mode": "HTML"}
    copy = {"from_chat_id": source.chat, "message_id": source.message}
    return Part((COPY, copy | caption if captioned else copy), _change(content, words, caption, same_file=same_file))


def _change(content: Content, words: Html, caption: dict[str, Any], *, same_file: bool) -> Call:
    kind, file_id = content.get("kind"), content.get("file_id")
    if kind is None:
        return "editMessageText", Message(words).call()
    if same_file or file_id is None or kind not in EXCHANGEABLE:
        return "editMessageCaption", caption
    return "editMessageMedia", {"media": {"type": kind, "media": file_id, **caption}}


async def standing(event: Event, subject: str) -> list[Standing]:
    """Return the parts that stand for ``subject``, in their order."""
    return [Standing(row, int(chat), method) for row, chat, method in await posts.about(event.unit, subject)]


async def bring(
    event: Event,
    number: int,
    chat: int,
    old: Sequence[Standing],
    new: Sequence[Part],
    *,
    sending: Options,
    changing: Options,
    spot: Options | None = None,
) -> None:
    """Bring the parts of message ``number`` in a chat from what stands to what is to be.

    ``sending`` and ``changing`` are how rows of either sort are queued; ``spot`` puts a new part where it belongs.
    """
    for method in (TEXT, COPY):
        stands = [each for each in old if each.method == method]
        wanted = [each for each in new if each.new[0] == method]
        for had, part in zip_longest(stands, wanted):
            if part is None:
                await give_up(event, number, [had])
                event.post(chat, "deleteMessage", {"message_id": {"$sent": had.row}}, lane=changing["lane"])
            elif had is None:
                event.post(chat, method, part.new[1] | dict(spot or {}), **sending)
            else:
                change, parameters = part.change
                event.post(chat, change, parameters | {"message_id": {"$sent": had.row}}, **changing)


async def give_up(event: Event, number: int, parts: Sequence[Standing]) -> None:
    """Let parts no longer stand for message ``number``: they are gone, or can no longer be changed."""
    await posts.give_up(event.unit, [part.row for part in parts], f"{GONE}:{number}")
