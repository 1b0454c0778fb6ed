"""What becomes of a letter: a message on the desk, a line there, or nothing that anybody need see.

The order matters: a mail server's report has no writer, a calendar's answer is automatic and counts nevertheless, and only
what a person may have written is a message.
"""

from domain.instants import HOUR, MINUTE
from domain.letters import Automatic, Letter
from domain.outbox import Lane
from handlers.enquiries import actions
from handlers.enquiries.desk.places import places
from handlers.enquiries.desk.showing import options, refresh_card
from handlers.enquiries.mail import receipts, returned, screens, showing, threads
from handlers.enquiries.questions import asking
from handlers.kit.desk import desk_texts
from handlers.kit.event import Event
from handlers.kit.received import ReceivedLetter
from storage import enquiries, letters, messages

BY_PEOPLE = (None, Automatic.SUPPRESSED)
"""What a person may have written: whoever forbids automatic answers has not said to be a machine."""


async def take(event: Event, received: ReceivedLetter) -> None:
    """See to a letter that has come into the mailbox."""
    letter = received.letter
    if letter.bounce is not None:
        await returned.tell(event, received)
    elif event.actor is None:
        await _tell_of_unattributed(event, letter)
    elif letter.is_calendar_reply or letter.automatic not in BY_PEOPLE:
        await _note(event, received)
    else:
        await _take_message(event, received)


async def _take_message(event: Event, received: ReceivedLetter) -> None:
    letter, unit, who = received.letter, event.unit, event.who
    threaded = await threads.of_letter(event, letter)
    about = threaded or await enquiries.newest_open(unit, who.person.id) or await asking.lately_closed(event)
    too_much = await _is_too_much(event, received)
    written = await actions.write(
        unit,
        who,
        event.office.zone,
        showing.content_of(letter),
        None,
        about=about,
        letter=received.number,
        too_much=too_much,
    )
    said = await messages.by_id(unit, written.message_id) if written else None
    if written is None or said is None:
        return
    if not said.kept_back:
        await showing.show(event, written.enquiry, said, received, on_card=written.opened)
    if written.changed:
        await refresh_card(event, written.enquiry)
    if not too_much and threaded is None and letter.automatic is None:
        await receipts.send(event, written.enquiry, letter)


async def _is_too_much(event: Event, received: ReceivedLetter) -> bool:
    """Whether the writer has sent more letters within a minute than one may; counted when they came, not when we read them."""
    since = received.received_at - MINUTE
    sent = await letters.count_of(event.unit, event.who.person.id, since=since, through=received.number)
    return sent > event.office.profile.desk.messages_a_minute


async def _note(event: Event, received: ReceivedLetter) -> None:
    """Show colleagues in a line what a machine wrote, where it belongs to an enquiry; nobody waits because of it.

    Of a machine that goes on and on the rest stays in the mailbox.
    """
    letter, person = received.letter, event.who.person
    if await _is_too_much(event, received):
        return
    enquiry = await threads.of_letter(event, letter)
    if enquiry is None and letter.is_calendar_reply:
        enquiry = await enquiries.newest(event.unit, person.id)
    if enquiry is None:
        return
    for place in await places(event, enquiry, person):
        if letter.is_calendar_reply:
            line = screens.calendar_reply(enquiry, person, letter.subject, place.texts)
        else:
            head = showing.head_of(received)
            line = screens.automatic(enquiry, person, head, letter.text or letter.full_text, place.texts)
        event.post(place.chat, "sendMessage", line.call() | place.spot, **options(f"{showing.NOTED}:{enquiry.id}"))


async def _tell_of_unattributed(event: Event, letter: Letter) -> None:
    """Say, once an hour, that there are letters nobody can be told of: they name no sender, or were not given out.

    What comes from the join address itself is our own.
    """
    if letter.sender is not None:
        return
    hour = event.unit.now // HOUR
    for chat in event.office.desk_chats:
        line = screens.unattributed(await desk_texts(event, chat))
        event.post(chat, "sendMessage", line.call(), lane=Lane.REMINDER, key=f"unattributed:{hour}:{chat}")
