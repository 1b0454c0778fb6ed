"""Letters that ask whether an address somebody gave is right, each with a link that confirms it."""

from domain.contacts import masked
from domain.instants import DAY
from domain.outgoing import AutoSubmitted
from domain.people import ChannelKind
from handlers.enquiries.binding import screens
from handlers.kit.binding import link
from handlers.kit.event import Event
from handlers.kit.letters import write
from storage import bindings, people
from storage.traces import CONFIRMATION

A_DAY_TO_ONE_ADDRESS = 1
A_DAY_FOR_ONE_PERSON = 3
"""How many letters may go out because somebody gave an address: it may be somebody else's."""


async def ask_to_confirm(event: Event, contact: object) -> str | None:
    """Send a letter to the address somebody gave on Telegram, asking whether it is theirs.

    Return the address as it may be shown; None when no letter goes out.
    """
    address = str(contact).lower()
    if not event.office.sends_letters or "@" not in address or event.office.is_own(address):
        return None
    if event.who.is_staff or await _is_theirs(event, address) or await _too_many(event, address):
        return None
    person, texts, profile = event.who.person, event.texts, event.office.profile
    url, until = await link(event, person, address, asked=True)
    letter = write(
        texts,
        profile,
        screens.please_confirm(url, until, profile, texts),
        subject=texts._("Please confirm your e-mail address"),
        auto_submitted=AutoSubmitted.GENERATED,
    )
    event.mail(address, letter, person=person, subject=f"{CONFIRMATION}:{person.id}")
    return masked(address)


async def _is_theirs(event: Event, address: str) -> bool:
    known = await people.by_address(event.unit, ChannelKind.MAIL, address)
    return known is not None and known[0].id == event.who.person.id and known[1].proven


async def _too_many(event: Event, address: str) -> bool:
    since = event.unit.now - DAY
    return (
        await bindings.asked_since(event.unit, since, address=address) >= A_DAY_TO_ONE_ADDRESS
        or await bindings.asked_since(event.unit, since, person_id=event.who.person.id) >= A_DAY_FOR_ONE_PERSON
    )


async def forget_expired(event: Event) -> None:
    """Delete the links that can no longer be used."""
    await bindings.drop_expired(event.unit)
