"""What an enquirer sends, put on the desk, and the card kept true.

Cards and what enquirers write travel in a lane below answers and marks, which therefore overtake them.
"""

from dataclasses import replace
from typing import Any

from domain.enquiries import Direction, Enquiry, Source
from domain.outbox import Lane, OnDoubt, Report
from handlers.enquiries.desk import screens
from handlers.enquiries.desk.cards import Card, card, pieces
from handlers.enquiries.desk.places import Place, how_to_answer, places
from handlers.kit.desk import desk_texts
from handlers.kit.event import Event
from handlers.kit.messages import Message
from storage import enquiries, messages, people, posts

CARD = "enquiry"
"""Subject of the row that is an enquiry's card."""

MESSAGE = "message"
"""Subject of the rows that show a message of the enquirer."""

CARD_EDIT = "card"
"""Subject of the rows that bring a card up to date."""


async def show_form(event: Event, enquiry: Enquiry) -> None:
    """Put the card of an enquiry that came by form on the desk."""
    person = event.who.person
    for place in await places(event, enquiry, person):
        await post_card(event, place, Card(enquiry, person))


async def show_text(event: Event, enquiry: Enquiry, message_id: int, text: str, *, opened: bool) -> None:
    """Put what an enquirer wrote on the desk; when it opened the enquiry, on its card."""
    person = event.who.person
    for place in await places(event, enquiry, person):
        if opened:
            await post_opening(event, place, Card(enquiry, person, first=text), message_id)
        else:
            await bring_card(event, place, enquiry)
            for shown in screens.follow_up(enquiry, person, text, place.texts):
                post(event, place, shown, message_id)


async def show_copy(
    event: Event, enquiry: Enquiry, message_id: int, source: Source, *, opened: bool, headed: bool = True
) -> None:
    """Put a file, or anything else that is not text, on the desk: a line that says whose it is, and a copy below.

    The rest of an album is not ``headed``.
    """
    person = event.who.person
    for place in await places(event, enquiry, person):
        if opened:
            await post_card(event, place, Card(enquiry, person, first=screens.a_file(place.texts)))
        elif headed:
            await bring_card(event, place, enquiry)
            post(event, place, Message(screens.follow_up_header(enquiry, person, place.texts)), message_id)
        copy = {"from_chat_id": source.chat, "message_id": source.message} | place.spot
        event.post(place.chat, "copyMessage", copy, **options(f"{MESSAGE}:{message_id}"))


async def refresh_card(event: Event, enquiry: Enquiry) -> None:
    """Bring the enquiry's card up to date wherever it stands; an earlier change that still waits is left out."""
    shown = await facts(event, enquiry)
    await posts.withdraw(event.unit, f"{CARD_EDIT}:{enquiry.id}")
    for chat, row in (await standing_cards(event, enquiry)).items():
        texts = await desk_texts(event, chat)
        message = card(shown, event.office, texts, how_to_answer(event, chat, texts), event.registry.enquiry_tools())
        parameters = message.call() | {"message_id": {"$sent": row}}
        event.post(chat, "editMessageText", parameters, **options(f"{CARD_EDIT}:{enquiry.id}"))


async def standing_cards(event: Event, enquiry: Enquiry) -> dict[int, int]:
    """Return by chat the row of the enquiry's newest card that stands there or is on its way."""
    return {int(recipient): row for row, recipient, _ in await posts.about(event.unit, f"{CARD}:{enquiry.id}")}


async def facts(event: Event, enquiry: Enquiry) -> Card:
    """Return what the card of an enquiry shows now."""
    unit = event.unit
    person = await people.by_id(unit, enquiry.person_id)
    first = None if enquiry.answers else await messages.first_of(unit, enquiry.id)
    taken_by = await people.by_id(unit, enquiry.taken_by) if enquiry.taken_by is not None else None
    answer = await messages.last(unit, enquiry.id, Direction.OUT)
    author = await people.by_id(unit, answer.author_id) if answer else None
    return Card(
        enquiry,
        person,
        first=(first.words or screens.wordless(first, event.office.texts)) if first else None,
        taken_by=taken_by.name if taken_by else None,
        answered=(answer.written_at, author.name) if answer and author else None,
        head=first.head if first else None,
    )


def post(event: Event, place: Place, message: Message, message_id: int, *, lane: Lane = Lane.REMINDER) -> None:
    """Put a part of an enquirer's message on the desk."""
    event.post(place.chat, "sendMessage", message.call() | place.spot, **options(f"{MESSAGE}:{message_id}") | {"lane": lane})


async def post_card_anew(event: Event, enquiry: Enquiry, chat: int) -> None:
    """Put a fresh card in a chat, for one that is gone or far up; in the staff group what follows stands below it."""
    shown = await facts(event, enquiry)
    at_desk = await places(event, replace(enquiry, card_row=None), shown.person) if chat == event.office.staff_chat else []
    for place in at_desk or [Place(chat, await desk_texts(event, chat), {})]:
        await post_card(event, place, shown)


async def bring_card(event: Event, place: Place, enquiry: Enquiry) -> None:
    """Put up in the staff group the card of an enquiry that is older than the group is."""
    if place.keeps_card and enquiry.card_row is None:
        await post_card(event, place, await facts(event, enquiry))


def options(subject: str) -> dict[str, Any]:
    """Return how a row of the desk is sent: behind answers, again when in doubt, and heard of when it fails."""
    return {"lane": Lane.REMINDER, "on_doubt": OnDoubt.RESEND, "subject": subject, "report": Report.TROUBLE}


async def post_opening(event: Event, place: Place, shown: Card, message_id: int) -> None:
    """Put the card of an enquiry that began with a text on the desk, and below it what of that has no room there."""
    await post_card(event, place, shown)
    for piece in pieces(shown.first or "")[1:]:
        post(event, place, Message(screens.quoted(piece)), message_id)


async def post_card(event: Event, place: Place, shown: Card) -> None:
    """Put a card on the desk."""
    how = how_to_answer(event, place.chat, place.texts)
    message = card(shown, event.office, place.texts, how, event.registry.enquiry_tools())
    parameters = message.call() | place.spot
    subject = f"{CARD}:{shown.enquiry.id}"
    row = await event.post_now(place.chat, "sendMessage", parameters, **options(subject))
    if place.keeps_card:
        await enquiries.set_card(event.unit, shown.enquiry.id, row)
