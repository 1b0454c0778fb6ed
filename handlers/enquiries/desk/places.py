"""Where colleagues see an enquiry.

With topics each person has one; without, the card is the root of a reply thread; without a staff group every owner gets the
card in private and answers by replying there.
"""

from dataclasses import dataclass
from typing import Any

from domain.enquiries import Enquiry
from domain.outbox import Lane, OnDoubt, Report
from domain.people import Person
from handlers.enquiries.desk import screens
from handlers.kit.desk import owner_texts
from handlers.kit.event import Event
from locales.texts import Texts
from storage import topics

TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Place:
    """One chat of the desk in which an enquiry is shown, and what puts a message in the right spot there."""

    chat: int
    texts: Texts
    spot: dict[str, Any]
    keeps_card: bool = False


async def places(event: Event, enquiry: Enquiry, person: Person) -> list[Place]:
    """Return where colleagues see an enquiry, making the person's topic when there is none yet."""
    office = event.office
    texts = office.texts
    if office.staff_chat is None:
        return [Place(owner, await owner_texts(event, owner), {}) for owner in sorted(office.owner_ids)]
    if office.staff_topics:
        topic = await topic_of(event, enquiry, person, office.staff_chat)
        spot = {"message_thread_id": {"$sent": topic}}
        return [Place(office.staff_chat, texts, spot, keeps_card=True)]
    if enquiry.card_row is None:
        return [Place(office.staff_chat, texts, {}, keeps_card=True)]
    reply = {"message_id": {"$sent": enquiry.card_row}, "allow_sending_without_reply": True}
    return [Place(office.staff_chat, texts, {"reply_parameters": reply})]


async def topic_of(event: Event, enquiry: Enquiry, person: Person, chat: int) -> int:
    """Return the row that makes the person's topic in a group, queueing it when there is none."""
    topic = await topics.of_person(event.unit, person.id, str(chat))
    if topic is not None:
        return topic.row
    row = await event.post_now(
        chat,
        "createForumTopic",
        {"name": screens.topic_name(enquiry, person)},
        lane=Lane.REMINDER,
        on_doubt=OnDoubt.RESEND,
        subject=f"{TOPIC}:{person.id}",
        report=Report.TROUBLE,
    )
    await topics.remember(event.unit, person.id, str(chat), row)
    return row


def is_desk(event: Event, chat: int) -> bool:
    """Say whether colleagues see all enquiries in a chat."""
    return chat in event.office.desk_chats


def how_to_answer(event: Event, chat: int, texts: Texts) -> str:
    """Say how a colleague answers in a chat of the desk."""
    in_topics = chat == event.office.staff_chat and event.office.staff_topics
    return screens.answer_in_topic(texts) if in_topics else screens.answer_by_reply(texts)
