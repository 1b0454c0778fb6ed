"""Answers that leave as letters.

A letter is made of what is stored of a colleague's message, so an edit, or a further file of an album, makes one that still
waits anew. One that has left cannot be changed; then a further letter is offered.
"""

import mimetypes
from collections.abc import Sequence
from typing import Any

from domain.enquiries import Enquiry, EnquiryMessage
from domain.outbox import Report, State
from domain.outgoing import AutoSubmitted, Enclosure, OutgoingLetter
from handlers.enquiries.actions import Written
from handlers.enquiries.desk import letter_screens as screens
from handlers.enquiries.desk.letter_screens import Obstacle
from handlers.enquiries.desk.outcomes import say_below, wait_on
from handlers.enquiries.desk.ways import Way, way_of
from handlers.enquiries.mail.threads import subject_of_thread
from handlers.kit import letters
from handlers.kit.binding import invitation
from handlers.kit.event import Event
from locales.texts import Texts
from storage import messages, posts

ANSWER = "answer"
"""Subject of the rows that bring an answer to the enquirer."""

FURTHER = "further"
"""Subject of the letters that say what an answer says since its edit."""

ALBUM_WAITS = 3_000
"""How long, in milliseconds, a letter waits for a further file of its album."""

LARGEST_FILE = 20_000_000
"""Telegram gives bots no larger one; and no more than that together, which every provider takes, goes with one letter."""

NAMELESS = {
    "photo": "photo.jpg",
    "document": "file",
    "video": "video.mp4",
    "animation": "video.mp4",
    "video_note": "video.mp4",
    "audio": "audio.mp3",
    "voice": "voice.ogg",
}
"""What can go with a letter, and what it is called where it has no name."""


async def send(event: Event, written: Written, way: Way) -> bool:
    """Queue what a colleague said as a letter, or say below it why that cannot be, and return False.

    A file joins the letter of its album while that waits and has room.
    """
    enquiry, said = written.enquiry, await messages.by_id(event.unit, written.message_id)
    if said is None:
        return False
    if (obstacle := _obstacle(said)) is not None:
        _say(event, said, obstacle)
        await wait_on(event, said)
        return False
    album = [each for each in await messages.of_album(event.unit, said) if _obstacle(each) is None]
    await event.unit.put_down()
    joins = len(album) > 1 and sum(map(_size, album)) <= LARGEST_FILE and await posts.withdraw(event.unit, _about(album[0]))
    await _queue(event, enquiry, album if joins else [said], way)
    return True


async def correct(event: Event, enquiry: Enquiry, said: EnquiryMessage) -> bool:
    """Let a letter that waits say what a message says now, or offer a further one; return False if no letter is concerned."""
    unit = event.unit
    await unit.put_down()
    way = await way_of(event, enquiry, by_mail=True)
    if way is None:
        return False
    album = await messages.of_album(unit, said)
    states = {each.id: state for each in album if (state := await posts.letter_about(unit, _about(each))) is not None}
    if not states and await posts.about(unit, _about(said)):
        return False
    await posts.withdraw(unit, f"{FURTHER}:{said.id}")
    first = next((each for each in album if each.id in states), said)
    leads = said if said.id in states else first
    if _obstacle(said) is None and states.get(leads.id) is State.PENDING and await posts.withdraw(unit, _about(leads)):
        together = [each for each in album if each == leads or (leads == first and each.id not in states)]
        await _queue(event, enquiry, [each for each in together if _obstacle(each) is None], way)
    else:
        _offer_further(event, said)
    return True


async def send_further(event: Event, enquiry: Enquiry, said: EnquiryMessage, way: Way) -> None:
    """Queue what a message says since its edit as a further letter, once for each edit."""
    key = f"{FURTHER}:{said.id}:{said.edited_at}"
    await _queue(event, enquiry, [said], way, word=FURTHER, key=key)


async def tell_closed(event: Event, enquiry: Enquiry, way: Way) -> None:
    """Queue the letter that says that an enquiry is closed."""
    words = screens.closed(enquiry, _texts(event, way))
    letter = await _letter(event, enquiry, way, words, quoted=False, auto_submitted=AutoSubmitted.GENERATED)
    event.mail(way.channel.address, letter, person=way.person, subject=f"closing:{enquiry.id}")


async def _queue(
    event: Event, enquiry: Enquiry, album: Sequence[EnquiryMessage], way: Way, *, word: str = ANSWER, **options: Any
) -> None:
    """Queue one letter with the words and files of an album, or of one message."""
    texts = _texts(event, way)
    said = "\n\n".join(filter(None, map(_words, album))) or screens.only_files(len(album), texts)
    words = screens.in_place_of_earlier(said, texts) if word == FURTHER else said
    invited = await invitation(event, way.person, way.channel.address, texts)
    whole = "\n\n".join(filter(None, (words, invited)))
    letter = await _letter(event, enquiry, way, whole, enclosures=_enclosures(album))
    waits = {"not_before": event.unit.now + ALBUM_WAITS} if album[0].album is not None and word == ANSWER else {}
    about: dict[str, Any] = {"subject": f"{word}:{album[0].id}", "report": Report.ALWAYS, "person": way.person}
    event.mail(way.channel.address, letter, **about, **waits, **options)


async def _letter(event: Event, enquiry: Enquiry, way: Way, words: str, **more: Any) -> OutgoingLetter:
    texts, answering = _texts(event, way), way.answering
    subject = await subject_of_thread(event, enquiry, answering.subject if answering else texts._("Your enquiry"))
    return letters.write(texts, event.office.profile, words, subject=subject, answering=answering, **more)


def _texts(event: Event, way: Way) -> Texts:
    """Return the words of the letter that is answered, for who writes in two languages reads both."""
    return Texts(way.answering.language, event.office.zone) if way.answering else event.texts_for(way.person)


def _about(said: EnquiryMessage) -> str:
    return f"{ANSWER}:{said.id}"


def _words(said: EnquiryMessage) -> str:
    return str(said.content.get("spelled_out") or said.words)


def _obstacle(said: EnquiryMessage) -> Obstacle | None:
    """Return why a message cannot go with a letter, if it cannot."""
    kind = said.content.get("kind")
    if kind is not None and kind not in NAMELESS:
        return Obstacle.KIND
    return Obstacle.SIZE if _size(said) > LARGEST_FILE else None


def _size(said: EnquiryMessage) -> int:
    size = said.content.get("file_size")
    return size if isinstance(size, int) else 0


def _enclosures(album: Sequence[EnquiryMessage]) -> list[Enclosure]:
    return [_enclosure(each.content["kind"], each) for each in album if "file_id" in each.content]


def _enclosure(kind: Any, said: EnquiryMessage) -> Enclosure:
    name = str(said.content.get("file_name") or NAMELESS[kind])
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Enclosure(name, mime, file_id=str(said.content["file_id"]))


def _say(event: Event, said: EnquiryMessage, obstacle: Obstacle) -> None:
    if said.source is not None:
        say_below(event, said.source, screens.cannot_go(obstacle, event.office.texts))


def _offer_further(event: Event, said: EnquiryMessage) -> None:
    if (obstacle := _obstacle(said)) is not None:
        _say(event, said, obstacle)
    elif said.source is not None:
        say_below(event, said.source, screens.further_letter(said, event.office.texts))
