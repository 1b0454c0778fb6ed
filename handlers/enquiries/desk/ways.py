"""By which channel an answer reaches the enquirer, and the letter it then answers."""

from dataclasses import dataclass

from domain.enquiries import Direction, Enquiry
from domain.letters import Letter
from domain.people import Channel, ChannelKind, Person, way_to
from handlers.kit.event import Event
from handlers.kit.received import opened
from storage import messages, people
from storage.letters import address_of
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Way:
    """Who is at the other end, and the channel. ``answering`` is the enquirer's last letter, if it is kept."""

    person: Person
    channel: Channel
    answering: Letter | None

    @property
    def by_mail(self) -> bool:
        """Whether what goes this way is a letter."""
        return self.channel.kind is ChannelKind.MAIL


async def way_of(event: Event, enquiry: Enquiry, *, by_mail: bool = False) -> Way | None:
    """Return the way by which an enquirer's last words came, or another; with ``by_mail`` only one for letters.

    Without a mail server there is none of those.
    """
    unit = event.unit
    ways = [
        each
        for each in await people.channels_of(unit, enquiry.person_id)
        if (event.office.sends_letters if each.kind is ChannelKind.MAIL else not by_mail)
    ]
    letter, written_from = None, None
    if any(each.kind is ChannelKind.MAIL for each in ways):  # who has Telegram alone has written no letter
        letter, last = await _last_letter(unit, enquiry), await messages.last(unit, enquiry.id, Direction.IN)
        if by_mail or (last is not None and last.letter is not None):
            written_from = address_of(letter) if letter else ""
    channel = way_to(ways, written_from)
    return Way(await people.by_id(unit, enquiry.person_id), channel, letter) if channel else None


async def _last_letter(unit: Unit, enquiry: Enquiry) -> Letter | None:
    said = await messages.last_letter(unit, enquiry.id)
    received = await opened(unit, said.letter) if said is not None and said.letter is not None else None
    return received.letter if received else None
