"""A letter on the desk: its words as any message, its files below them, and a line about what was left out."""

from domain.enquiries import Enquiry, EnquiryMessage, LetterHead
from domain.letters import Letter
from domain.outbox import Lane
from handlers.enquiries.actions import Content
from handlers.enquiries.desk.cards import Card
from handlers.enquiries.desk.places import Place, places
from handlers.enquiries.desk.screens import wordless
from handlers.enquiries.desk.showing import MESSAGE, bring_card, options, post, post_opening
from handlers.enquiries.mail import screens, threads
from handlers.enquiries.mail.screens import Missing
from handlers.kit.event import Event
from handlers.kit.received import ReceivedLetter, opened
from storage import people
from storage.letters import Kept

NOTED = "letter"
"""Subject of the rows that show what a machine wrote, a letter as it came, or what became of one that no colleague wrote."""

MOST_FILES = 10
"""How many files of a letter are passed on; the others are named."""


def content_of(letter: Letter) -> Content:
    """Return what is stored of a letter as a message: what its writer wrote now, and what stood above it."""
    said = {
        "text": letter.text or letter.full_text,
        "subject_line": threads.without_tag(letter.subject),
        "sender": _sender(letter),
        "organisation": letter.organisation,
    }
    return {name: value for name, value in said.items() if value}


def head_of(received: ReceivedLetter) -> LetterHead:
    """Return what stands above a letter that becomes no message."""
    letter = received.letter
    return LetterHead(received.number, _sender(letter), threads.without_tag(letter.subject), letter.organisation)


async def show(
    event: Event,
    enquiry: Enquiry,
    said: EnquiryMessage,
    received: ReceivedLetter,
    *,
    on_card: bool = False,
    lane: Lane = Lane.REMINDER,
) -> None:
    """Put a letter on the desk; when it opened the enquiry, on its card."""
    person = await people.by_id(event.unit, enquiry.person_id)
    for place in await places(event, enquiry, person):
        if on_card:
            first = said.words or wordless(said, place.texts)
            await post_opening(event, place, Card(enquiry, person, first=first, head=said.head), said.id)
        elif said.head is not None:
            await bring_card(event, place, enquiry)
            for shown in screens.follow_up(enquiry, person, said.head, said.words, place.texts):
                post(event, place, shown, said.id, lane=lane)
        _post_files(event, place, said.id, received, lane)
        if missing := _missing(received):
            post(event, place, screens.missing(enquiry, person, missing, place.texts), said.id, lane=lane)


async def show_anew(event: Event, enquiry: Enquiry, said: EnquiryMessage) -> None:
    """Put on the desk, behind everything else, a letter that was kept back; one that was forgotten since is left out."""
    received = await opened(event.unit, said.letter) if said.letter is not None else None
    if received is not None:
        await show(event, enquiry, said, received, lane=Lane.BULK)


def _post_files(event: Event, place: Place, message_id: int, received: ReceivedLetter, lane: Lane) -> None:
    for index in _passed_on(received.letter):
        call = {"document": {"$enclosed": [received.number, index]}} | place.spot
        event.post(place.chat, "sendDocument", call, **options(f"{MESSAGE}:{message_id}") | {"lane": lane})


def _passed_on(letter: Letter) -> list[int]:
    """Return which files of a letter may go to the desk, by their place in it; what somebody attached goes first."""
    fit = [index for index, each in enumerate(letter.attachments) if not each.dangerous and not each.too_big and each.content]
    return sorted(fit, key=lambda index: letter.attachments[index].inline)[:MOST_FILES]


def _missing(received: ReceivedLetter) -> Missing:
    letter = received.letter
    passed_on = _passed_on(letter)
    left_out = [each for index, each in enumerate(letter.attachments) if index not in passed_on]
    return Missing(
        dangerous=[each for each in left_out if each.dangerous],
        large=[each for each in left_out if each.too_big and not each.dangerous],
        further=[each for each in left_out if not each.too_big and not each.dangerous],
        too_large=received.size if received.kept is not Kept.WHOLE else None,
        incomplete=letter.incomplete,
    )


def _sender(letter: Letter) -> str:
    if letter.sender is None:
        return ""
    return f"{letter.sender.name} <{letter.sender.address}>" if letter.sender.name else letter.sender.address
