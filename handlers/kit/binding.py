"""Links in letters that connect their reader's Telegram account: what a link carries goes to the address alone.

No screen, file or log shows it.
"""

from domain.instants import DAY
from domain.people import Person
from handlers.kit.event import Event
from locales.texts import Texts
from storage import bindings, people

LASTS = 7 * DAY
"""How long a link can be used."""

PREFIX = "bind-"
"""How what a link carries begins, after ``/start``."""


async def link(event: Event, person: Person, address: str, *, asked: bool) -> tuple[str, int]:
    """Return a new link for a letter to ``address`` and until when it works; ``asked``: only ``person`` may use it."""
    until = event.unit.now + LASTS
    token = await bindings.make(event.unit, person.id, address, asked=asked, expires_at=until)
    return f"https://t.me/{event.office.bot_name}?start={PREFIX}{token}", until


async def invitation(event: Event, person: Person, address: str, texts: Texts) -> str:
    """Return the words of a letter to ``address`` that invite its reader to Telegram; "" for somebody who is there already."""
    if await people.telegram_of(event.unit, person.id) is not None:
        return ""
    url, until = await link(event, person, address, asked=False)
    words = texts._(
        "You can also go on with us on Telegram; there you see your enquiries and our answers too:\n{link}\n"
        "The link works once, until {until}. If you pass this letter on, please take it out."
    )
    return words.format(link=url, until=texts.moment(until))
