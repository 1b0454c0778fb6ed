"""Notes: what colleagues tell each other about an enquiry. None of it ever leaves the office."""

import re
from typing import Any

from telegram import Message as TelegramMessage

from domain.enquiries import Enquiry
from domain.outbox import Lane
from handlers.enquiries.content import content_of
from handlers.enquiries.desk import actions, screens
from handlers.enquiries.desk.answering import source_of
from handlers.enquiries.desk.outcomes import KEPT, mark
from handlers.kit.desk import owner_texts
from handlers.kit.event import Event

NOTE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[/／、]{2}")
"""A message that begins so stays among colleagues; Chinese input methods make ／／ or 、、 of it."""


def is_marked(words: str) -> bool:
    """Say whether words are marked as a note."""
    return NOTE.match(words) is not None


async def keep(event: Event, message: TelegramMessage, enquiry: Enquiry) -> None:
    """Keep a colleague's message as a note, mark it as one, and show it to whoever is not in the room."""
    source = source_of(message)
    album = message.media_group_id
    note_id = await actions.note(event.unit, event.who, enquiry, content_of(message), source, album=album)
    if note_id is None:
        return
    mark(event, source, KEPT, f"note-mark:{note_id}")
    if message.chat_id != event.office.staff_chat:  # nobody else is in the room
        await _show_to_owners(event, message, enquiry)


async def _show_to_owners(event: Event, message: TelegramMessage, enquiry: Enquiry) -> None:
    options: dict[str, Any] = {"lane": Lane.REMINDER, "subject": f"note:{enquiry.id}"}
    for owner in sorted(event.office.owner_ids - {message.chat_id}):
        shown = screens.note_of(enquiry, event.who.person, message.text or "", await owner_texts(event, owner))
        event.post(owner, "sendMessage", shown.call(), **options)
        if message.text is None:
            copy = {"from_chat_id": message.chat_id, "message_id": message.message_id}
            event.post(owner, "copyMessage", copy, **options)
