"""What leads a colleague from a list to an enquiry: a link where Telegram has one, else a button that shows its card anew."""

from collections.abc import Sequence

from domain.desk import Entry
from handlers.enquiries.desk.showing import CARD
from handlers.kit.event import Event
from handlers.kit.links import link_to
from storage import posts


async def jumps(event: Event, entries: Sequence[Entry], chat: int) -> dict[int, str | int]:
    """Return for each entry the link to it or, where there is none, the row of its newest card in ``chat``, 0 without one."""
    return {each.id: _link(event, each) or await card_row(event, each.id, chat) for each in entries}


async def card_row(event: Event, enquiry_id: int, chat: int) -> int:
    """Return the row of an enquiry's newest card in a chat, 0 when there is none."""
    rows = [row for row, recipient, _ in await posts.about(event.unit, f"{CARD}:{enquiry_id}") if recipient == str(chat)]
    return max(rows, default=0)


def _link(event: Event, entry: Entry) -> str | None:
    chat = event.office.staff_chat
    spot = (entry.topic if event.office.staff_topics else None) or entry.card
    return link_to(chat, spot) if chat is not None and spot is not None else None
