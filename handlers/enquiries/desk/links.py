"""What leads a colleague from a list to an enquiry: a link where Telegram has one, else a button that shows its card anew."""

from collections.abc import Sequence

from domain.desk import Entry
from handlers.enquiries.desk.showing import CARD
from handlers.kit.event import Event
from storage import posts

SUPERGROUP = "-100"
"""What the id of a chat begins with whose messages have links."""


async def jumps(event: Event, entries: Sequence[Entry], chat: int) -> dict[int, str | int]:
    """Return for each entry the link to it or, where there is none, the row of its newest card in ``chat``, 0 without one."""
    return {each.id: _link(event, each) or await card_row(event, each.id, chat) for each in entries}


async def card_row(event: Event, enquiry_id: int, chat: int) -> int:
    """Return the row of an enquiry's newest card in a chat, 0 when there is none."""
    rows = [row for row, recipient, _ in await posts.about(event.unit, f"{CARD}:{enquiry_id}") if recipient == str(chat)]
    return max(rows, default=0)


def _link(event: Event, entry: Entry) -> str | None:
    group = str(event.office.staff_chat)
    topic = entry.topic if event.office.staff_topics else None
    spot = topic or entry.card
    return f"https://t.me/c/{group.removeprefix(SUPERGROUP)}/{spot}" if group.startswith(SUPERGROUP) and spot else None
