"""What an event is that is a letter: the letter, understood, and the person who says they wrote it.

An address proves nothing: whoever it names may have written something, and gets the answer. Nobody has a colleague's rights
by mail.
"""

from domain.people import Actor, ChannelKind
from handlers.kit.office import Office
from handlers.kit.received import ReceivedLetter
from storage import letters, people
from storage.people import Known
from storage.unit import Unit


async def writer(unit: Unit, office: Office, received: ReceivedLetter, known: Known) -> Actor | None:
    """Return who wrote a letter; somebody who writes for the first time becomes known, a mail server and we do not."""
    letter = received.letter
    address = letters.address_of(letter)
    if not address or letter.bounce is not None or office.is_own(address):
        return None
    name = letter.sender.name if letter.sender else ""
    person, channel = known.get(address) or await people.add(
        unit, name=name or address, language=letter.language, kind=ChannelKind.MAIL, address=address, proven=False
    )
    if channel.unreachable:
        channel = await people.set_reachable(unit, channel)
    await letters.belongs_to(unit, received.number, person.id)
    return Actor(person, channel)
