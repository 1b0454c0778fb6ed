"""Two channels become one person's: what either began goes on in one place, and both are told.

The desk goes on in the older topic; the newer one leads there and is closed.
"""

from math import inf

from domain.audit import Action
from domain.contacts import masked
from domain.outbox import Lane, OnDoubt
from domain.outgoing import AutoSubmitted
from domain.people import ChannelKind, Person
from handlers.enquiries.binding import screens
from handlers.enquiries.desk.showing import post_card_anew
from handlers.kit.event import Event
from handlers.kit.letters import write
from handlers.kit.links import link_to
from storage import audit, bindings, enquiries, people, topics
from storage.bindings import Binding
from storage.topics import Topic
from storage.uniting import unite


async def connect(event: Event, binding: Binding) -> None:
    """Let the address of a link be that of whoever acts; who else wrote from it turns out to be them."""
    unit, address = event.unit, binding.address
    holder = await people.by_address(unit, ChannelKind.MAIL, address)
    if holder is not None and holder[0].id != event.who.person.id:
        await _become_one(event, holder[0])
    person = event.who.person
    await bindings.use_up(unit, address)
    await bindings.prove(unit, person.id, address)
    await audit.note(unit, person.id, Action.PERSON_CONNECTED, f"person:{person.id}")
    await _tell_desk(event, address)
    if event.office.sends_letters:
        _tell_by_letter(event, address)


async def _become_one(event: Event, writer: Person) -> None:
    """Let whoever acts be the same person as ``writer``, in the older one's place."""
    unit, me, chat = event.unit, event.who.person, event.office.staff_chat
    await unit.put_down()  # what is queued already is about one of them
    both = await topics.of_people(unit, (writer.id, me.id), str(chat))
    kept, gone = sorted((writer.id, me.id), key=lambda each: (both[each].row if each in both else inf, each))
    unfinished = [each.id for each in await enquiries.open_of(unit, gone)]
    await unite(unit, kept, gone, me)
    event.become(await people.by_id(unit, kept))
    if chat is not None and len(both) > 1:
        await _lead_to(event, chat, both[kept], both[gone], unfinished)


async def _lead_to(event: Event, chat: int, older: Topic, newer: Topic, unfinished: list[int]) -> None:
    """Close the ``newer`` topic with a link to the ``older`` one, where cards of what is ``unfinished`` stand anew."""
    url = link_to(chat, older.number) if older.number is not None else None
    spot = {"message_thread_id": {"$sent": newer.row}}
    message = screens.goes_on_there(url, event.office.texts)
    event.post(chat, "sendMessage", message.call() | spot, lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND)
    event.post(chat, "closeForumTopic", spot, lane=Lane.REMINDER)
    for number in unfinished:
        enquiry = await enquiries.by_id(event.unit, number)
        if enquiry is not None:
            await post_card_anew(event, enquiry, chat)


async def _tell_desk(event: Event, address: str) -> None:
    """Say in the person's topic, where there is one, that they are reached by both."""
    chat, person = event.office.staff_chat, event.who.person
    topic = await topics.of_person(event.unit, person.id, str(chat))
    if chat is not None and topic is not None:
        message = screens.one_person(person.name, address, event.office.texts)
        spot = {"message_thread_id": {"$sent": topic.row}}
        event.post(chat, "sendMessage", message.call() | spot, lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND)


def _tell_by_letter(event: Event, address: str) -> None:
    """Tell the address as well: whoever reads it must learn that somebody has used a link that went there."""
    texts, office = event.texts, event.office
    letter = write(
        texts,
        office.profile,
        screens.connected_letter(masked(address), event.who.person.name, texts),
        subject=texts._("Your e-mail address is connected with Telegram"),
        auto_submitted=AutoSubmitted.GENERATED,
    )
    event.mail(address, letter, person=event.who.person)
