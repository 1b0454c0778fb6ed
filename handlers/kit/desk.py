"""Where colleagues are told something, and in whose words."""

from domain.people import ChannelKind
from handlers.kit.event import Event
from locales.texts import Texts
from storage import desk, people


async def owner_texts(event: Event, owner: int) -> Texts:
    """Return the words of an owner, whom we may never have met."""
    known = await people.by_address(event.unit, ChannelKind.TELEGRAM, str(owner))
    return Texts(known[0].language if known else event.office.default_language, event.office.zone)


async def desk_texts(event: Event, chat: int) -> Texts:
    """Return the words in which the desk speaks in a chat: the office's in the group, an owner's own in private."""
    return event.office.texts if chat == event.office.staff_chat else await owner_texts(event, chat)


async def open_chats(event: Event) -> list[int]:
    """Return where colleagues are told: in the staff group unless it refuses what it is sent, else the owners in private."""
    chat = event.office.staff_chat
    if chat is not None and not (await desk.reach(event.unit.connection, chat, event.unit.now)).refuses:
        return [chat]
    return sorted(event.office.owner_ids)
