"""Forms nobody went on with: their time over, the answers are deleted and the conversations end."""

from handlers.kit.event import Event
from storage import forms, people


async def forget_expired(event: Event) -> None:
    """Delete the forms whose time is over, and where their conversations stood.

    The library may still remember where; that means nothing without the form, and is gone with the next start.
    """
    for person_id, kind in await forms.drop_expired(event.unit):
        found = await people.telegram_of(event.unit, person_id)
        if found is not None:
            chat = int(found[1].address)
            await forms.move_conversation(event.unit, kind, (chat, chat), None)
