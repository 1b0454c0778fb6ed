"""The office's side of an enquiry: where its card stands and how an answer finds its way.

With topics each person has one; without, the card is the root of a reply thread; without a staff group every owner gets the
card in private and answers by replying there. Cards travel in a lane below answers and marks, which therefore overtake them.
"""

from dataclasses import dataclass
from typing import Any

from domain.enquiries import Enquiry, Source
from domain.outbox import Lane, OnDoubt, Reason, Report
from domain.people import ChannelKind, Person
from handlers.enquiries import screens
from handlers.kit.capability import Outcome
from handlers.kit.event import Event
from handlers.kit.markup import Html, escape, lines
from handlers.kit.messages import Message
from locales.texts import Texts
from storage import enquiries, people, posts

SUBJECT = "enquiry"


@dataclass(frozen=True, slots=True)
class Place:
    """One chat of the desk in which an enquiry is shown, and what puts a message in the right spot there."""

    chat: int
    texts: Texts
    how: str
    spot: dict[str, Any]
    keeps_card: bool = False


async def places(event: Event, enquiry: Enquiry, person: Person) -> list[Place]:
    """Return where colleagues see an enquiry, making the person's topic when there is none yet."""
    office = event.office
    texts = office.texts
    if office.staff_chat is None:
        return [await _owner_place(event, owner) for owner in sorted(office.owner_ids)]
    if office.staff_topics:
        topic = await _topic(event, enquiry, person, office.staff_chat)
        return [Place(office.staff_chat, texts, screens.answer_in_topic(texts), {"message_thread_id": {"$sent": topic}})]
    if enquiry.card_row is None:
        return [Place(office.staff_chat, texts, screens.answer_by_reply(texts), {}, keeps_card=True)]
    reply = {"message_id": {"$sent": enquiry.card_row}, "allow_sending_without_reply": True}
    return [Place(office.staff_chat, texts, "", {"reply_parameters": reply})]


async def _owner_place(event: Event, owner: int) -> Place:
    known = await people.by_address(event.unit, ChannelKind.TELEGRAM, str(owner))
    texts = Texts(known[0].language if known else event.office.default_language, event.office.zone)
    return Place(owner, texts, screens.answer_by_reply(texts), {})


async def _topic(event: Event, enquiry: Enquiry, person: Person, chat: int) -> int:
    row = await enquiries.topic_row(event.unit, person.id, str(chat))
    if row is None:
        name = screens.topic_name(enquiry, person)
        row = await event.post_now(
            chat,
            "createForumTopic",
            {"name": name},
            lane=Lane.REMINDER,
            on_doubt=OnDoubt.RESEND,
            subject=f"topic:{person.id}",
            report=Report.TROUBLE,
        )
        await enquiries.set_topic(event.unit, person.id, str(chat), row)
    return row


async def show_form(event: Event, enquiry: Enquiry) -> None:
    """Put the card of an enquiry that came by form on the desk."""
    person = event.who.person
    for place in await places(event, enquiry, person):
        await _post(event, place, enquiry, [screens.card(enquiry, person, event.office, place.texts, place.how)])


async def show_text(event: Event, enquiry: Enquiry, text: str, *, opened: bool) -> None:
    """Put what an enquirer wrote on the desk; when it opened the enquiry, as its card."""
    person = event.who.person
    for place in await places(event, enquiry, person):
        if opened:
            await _post(event, place, enquiry, screens.first_message(enquiry, person, text, place.texts, place.how))
        else:
            await _post(event, place, enquiry, screens.follow_up(enquiry, person, text))


async def show_copy(event: Event, enquiry: Enquiry, source: Source, *, opened: bool) -> None:
    """Put a file, or anything else that is not text, on the desk: a line that says whose it is, and a copy below."""
    person = event.who.person
    for place in await places(event, enquiry, person):
        if opened:
            note = place.texts._("(a file, see below)")
            await _post(event, place, enquiry, screens.first_message(enquiry, person, note, place.texts, place.how))
        else:
            await _post(event, place, enquiry, [Message(screens.follow_up_header(enquiry, person))])
        copy = {"from_chat_id": source.chat, "message_id": source.message} | place.spot
        event.post(place.chat, "copyMessage", copy, **_options(enquiry))


async def _post(event: Event, place: Place, enquiry: Enquiry, messages: list[Message]) -> None:
    for number, message in enumerate(messages):
        parameters = message.call() | place.spot
        if place.keeps_card and number == 0:
            row = await event.post_now(place.chat, "sendMessage", parameters, **_options(enquiry))
            await enquiries.set_card(event.unit, enquiry.id, row)
        else:
            event.post(place.chat, "sendMessage", parameters, **_options(enquiry))


def _options(enquiry: Enquiry) -> dict[str, Any]:
    return {
        "lane": Lane.REMINDER,
        "on_doubt": OnDoubt.RESEND,
        "subject": f"{SUBJECT}:{enquiry.id}",
        "report": Report.TROUBLE,
    }


async def post_ended(event: Event, outcome: Outcome) -> None:
    """See to it that nothing stays unseen: a lost topic is made anew, for a lost group the owners stand in."""
    found = await posts.call_of(event.unit, outcome.row)
    if found is None or event.office.staff_chat is None:
        return
    method, parameters = found
    if outcome.reason == Reason.TOPIC_LOST:
        await _post_in_new_topic(event, outcome, method, parameters)
    else:
        await _post_to_owners(event, outcome, method, parameters)


async def _post_in_new_topic(event: Event, outcome: Outcome, method: str, parameters: dict[str, Any]) -> None:
    enquiry = await enquiries.by_id(event.unit, outcome.about)
    receiver = await people.telegram_of(event.unit, enquiry.person_id) if enquiry else None
    if enquiry is None or receiver is None or event.office.staff_chat is None:
        return
    chat, person = event.office.staff_chat, receiver[0]
    await enquiries.forget_topic(event.unit, person.id, str(chat), parameters["message_thread_id"]["$sent"])
    topic = await _topic(event, enquiry, person, chat)
    event.post(chat, method, parameters | {"message_thread_id": {"$sent": topic}}, **_options(enquiry))


async def _post_to_owners(event: Event, outcome: Outcome, method: str, parameters: dict[str, Any]) -> None:
    kept = {name: value for name, value in parameters.items() if name not in ("message_thread_id", "reply_parameters")}
    for owner in sorted(event.office.owner_ids):
        texts = (await _owner_place(event, owner)).texts
        note = escape("⚠ " + texts._("The staff group did not take this, so it comes to you. Reply to it to answer."))
        text = {"text": lines((note, Html(kept["text"])))} if "text" in kept else {}
        event.post(owner, method, kept | text, lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND, subject=outcome.subject)


async def topic_ended(event: Event, _outcome: Outcome) -> None:
    """Tell the owners, once a day, that no topic could be made; what belongs in it stands in the general one."""
    day = event.unit.now // 86_400_000
    for owner in sorted(event.office.owner_ids):
        texts = (await _owner_place(event, owner)).texts
        event.post(owner, "sendMessage", screens.no_topics(texts).call(), key=f"no-topics:{day}:{owner}")
