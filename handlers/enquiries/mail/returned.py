"""Letters of ours that came back, or are held up: said where the colleague who wrote them sees it.

Only who has seen a letter of ours can name it, for its Message-ID holds a token. They could still report it again and again, so
of each letter is said once that it is held up, and once that it came back.
"""

from domain.letters import Bounce
from domain.people import ChannelKind
from handlers.enquiries.desk.by_letter import ANSWER, FURTHER
from handlers.enquiries.desk.outcomes import enquiry_about, say_below, stands_at
from handlers.enquiries.desk.places import places
from handlers.enquiries.desk.showing import options
from handlers.enquiries.mail import screens
from handlers.enquiries.mail.showing import NOTED
from handlers.kit.desk import desk_texts
from handlers.kit.event import Event
from handlers.kit.received import ReceivedLetter
from storage import bindings, letters, messages, outbox, people
from storage.outbox import SentLetter


async def tell(event: Event, received: ReceivedLetter) -> None:
    """Say what a mail server reports of letters of ours; what it says of others concerns nobody."""
    bounce = received.letter.bounce
    for message_id in bounce.message_ids if bounce else ():
        sent = await outbox.letter_called(event.unit.connection, message_id)
        if bounce is not None and sent is not None:
            await _tell_of(event, received, sent, bounce)
            return


async def _tell_of(event: Event, received: ReceivedLetter, sent: SentLetter, bounce: Bounce) -> None:
    unit = event.unit
    await bindings.use_up(unit, sent.recipient)  # others than the address may read now what the letter carried
    if sent.person_id is not None:
        await letters.belongs_to(unit, received.number, sent.person_id)  # it quotes what we wrote to them
    if bounce.permanent and (known := await people.by_address(unit, ChannelKind.MAIL, sent.recipient)):
        await people.set_reachable(unit, known[1], reachable=False)
    enquiry = await enquiry_about(event, sent.subject or "")
    if enquiry is None:
        return
    word, _, number = (sent.subject or "").partition(":")
    source = await stands_at(event, await messages.by_id(unit, int(number)) if word in (ANSWER, FURTHER) else None)
    if source is not None:
        line = screens.returned(bounce, sent.recipient, await desk_texts(event, source.chat))
        say_below(event, source, line, subject=f"{NOTED}:{enquiry.id}", key=_key(sent, bounce, source.chat))
        return
    person = await people.by_id(unit, enquiry.person_id)
    for place in await places(event, enquiry, person):
        line = screens.below_header(enquiry, person, screens.returned(bounce, sent.recipient, place.texts), place.texts)
        how = options(f"{NOTED}:{enquiry.id}") | {"key": _key(sent, bounce, place.chat)}
        event.post(place.chat, "sendMessage", line.call() | place.spot, **how)


def _key(sent: SentLetter, bounce: Bounce, chat: int) -> str:
    return f"{'returned' if bounce.permanent else 'held-up'}:{sent.row}:{chat}"
