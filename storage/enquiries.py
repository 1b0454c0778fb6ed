"""Enquiries, their messages, and the topics of the desk."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, delete, insert, select, update

from domain.enquiries import Enquiry, Source, Subject, reference
from storage.schema import counters, enquiries, enquiry_messages, outbox, topics
from storage.unit import Unit
from storage.upsert import upsert


async def next_reference(unit: Unit, year: int) -> str:
    """Return a reference nobody has yet, numbered within ``year``."""
    statement = upsert(counters).values(series="enquiry", year=year, last=1)
    counted = await unit.write(
        statement.on_conflict_do_update(index_elements=["series", "year"], set_={"last": counters.c.last + 1}).returning(
            counters.c.last
        )
    )
    return reference(year, counted.scalar_one())


async def add(
    unit: Unit,
    *,
    person_id: int,
    ref: str,
    subject: Subject,
    answers: Mapping[str, object],
    consent_version: str | None,
) -> Enquiry:
    """Store a new open enquiry; the person waits from now on."""
    created = await unit.write(
        insert(enquiries)
        .values(
            reference=ref,
            person_id=person_id,
            subject=subject,
            answers=orjson.dumps(answers).decode(),
            consent_version=consent_version,
            consent_at=unit.now if consent_version else None,
            opened_at=unit.now,
            waiting_since=unit.now,
        )
        .returning(*enquiries.c)
    )
    return _enquiry(created.one())


_NEWEST_OPEN = (
    select(enquiries)
    .where(enquiries.c.person_id == bindparam("person"), enquiries.c.state == "open")
    .order_by(enquiries.c.id.desc())
    .limit(1)
)


async def newest_open(unit: Unit, person_id: int) -> Enquiry | None:
    """Return the person's newest open enquiry."""
    row = (await unit.read(_NEWEST_OPEN, {"person": person_id})).first()
    return _enquiry(row) if row else None


async def newest(unit: Unit, person_id: int) -> Enquiry | None:
    """Return the person's newest open enquiry, or the newest of all when none is open."""
    return await newest_open(unit, person_id) or next(iter(await of_person(unit, person_id, 1)), None)


async def of_person(unit: Unit, person_id: int, limit: int) -> list[Enquiry]:
    """Return the person's enquiries, newest first."""
    found = await unit.read(
        select(enquiries).where(enquiries.c.person_id == person_id).order_by(enquiries.c.id.desc()).limit(limit)
    )
    return [_enquiry(row) for row in found]


async def by_id(unit: Unit, enquiry_id: int) -> Enquiry | None:
    """Return one enquiry."""
    row = (await unit.read(select(enquiries).where(enquiries.c.id == enquiry_id))).first()
    return _enquiry(row) if row else None


async def by_reference(unit: Unit, ref: str) -> Enquiry | None:
    """Return the enquiry with a reference."""
    row = (await unit.read(select(enquiries).where(enquiries.c.reference == ref))).first()
    return _enquiry(row) if row else None


async def set_card(unit: Unit, enquiry_id: int, row: int) -> None:
    """Store which outbox row put the enquiry's card on the desk."""
    await unit.write(update(enquiries).where(enquiries.c.id == enquiry_id).values(card_row=row))


async def set_waiting(unit: Unit, enquiry_id: int, since: int | None) -> None:
    """Store since when the person waits for the office, None when they do not."""
    await unit.write(update(enquiries).where(enquiries.c.id == enquiry_id).values(waiting_since=since))


_ADD_MESSAGE = (
    upsert(enquiry_messages)
    .on_conflict_do_nothing(index_elements=["source_chat", "source_message"])
    .returning(enquiry_messages.c.id)
)


async def add_message(
    unit: Unit,
    *,
    enquiry_id: int,
    direction: str,
    author_id: int,
    content: Mapping[str, object],
    source: Source | None,
) -> int | None:
    """Store a message of an enquiry and return its id; None when this very message (chat, id) is stored already."""
    stored = await unit.write(
        _ADD_MESSAGE,
        {
            "enquiry_id": enquiry_id,
            "direction": direction,
            "author_id": author_id,
            "content": orjson.dumps(content).decode(),
            "source_chat": source.chat if source else None,
            "source_message": source.message if source else None,
            "source_thread": source.thread if source else None,
            "written_at": unit.now,
        },
    )
    return stored.scalar_one_or_none()


async def answer_all(unit: Unit, person_id: int) -> None:
    """Store that the person waits for the office in none of their open enquiries."""
    await unit.write(
        update(enquiries)
        .where(enquiries.c.person_id == person_id, enquiries.c.state == "open", enquiries.c.waiting_since.is_not(None))
        .values(waiting_since=None)
    )


_STORED = select(enquiry_messages.c.id).where(
    enquiry_messages.c.source_chat == bindparam("chat"), enquiry_messages.c.source_message == bindparam("message")
)


async def is_stored(unit: Unit, source: Source) -> bool:
    """Return whether the message that stands there is part of an enquiry."""
    return (await unit.read(_STORED, {"chat": source.chat, "message": source.message})).first() is not None


async def source_of_message(unit: Unit, message_id: int) -> Source | None:
    """Return where the original of a stored message stands."""
    columns = enquiry_messages.c
    found = await unit.read(
        select(columns.source_chat, columns.source_message, columns.source_thread).where(
            columns.id == message_id, columns.source_chat.is_not(None)
        )
    )
    row = found.first()
    return Source(row.source_chat, row.source_message, row.source_thread) if row else None


async def topic_row(unit: Unit, person_id: int, recipient: str) -> int | None:
    """Return the outbox row that made the person's topic in a group, unless making it failed."""
    found = await unit.read(
        select(topics.c.created_by)
        .join(outbox, outbox.c.id == topics.c.created_by)
        .where(
            topics.c.person_id == person_id,
            topics.c.recipient == recipient,
            outbox.c.state.not_in(("failed", "cancelled", "uncertain")),
        )
    )
    return found.scalar_one_or_none()


async def set_topic(unit: Unit, person_id: int, recipient: str, row: int) -> None:
    """Store which outbox row makes the person's topic in a group."""
    statement = upsert(topics).values(person_id=person_id, recipient=recipient, created_by=row)
    await unit.write(statement.on_conflict_do_update(index_elements=["person_id", "recipient"], set_={"created_by": row}))


async def forget_topic(unit: Unit, person_id: int, recipient: str, row: int) -> None:
    """Forget the topic that ``row`` made, unless the person has another one by now."""
    await unit.write(
        delete(topics).where(topics.c.person_id == person_id, topics.c.recipient == recipient, topics.c.created_by == row)
    )


async def person_of_topic(unit: Unit, recipient: str, thread_id: int) -> int | None:
    """Return whose topic ``thread_id`` of a group is."""
    found = await unit.read(
        select(topics.c.person_id)
        .join(outbox, outbox.c.id == topics.c.created_by)
        .where(outbox.c.recipient == recipient, outbox.c.message_id == thread_id)
    )
    return found.scalar_one_or_none()


def _enquiry(row: Row[Any]) -> Enquiry:
    return Enquiry(
        row.id,
        row.reference,
        row.person_id,
        row.state,
        Subject(row.subject),
        orjson.loads(row.answers),
        row.opened_at,
        row.waiting_since,
        row.card_row,
    )
