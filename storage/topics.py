"""The topics of the desk: one a person, known by the outbox row that makes it."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Integer, cast, delete, func, select

from domain.outbox import State
from storage.schema import outbox, persons, topics
from storage.unit import Unit
from storage.upsert import upsert

LOST = (State.FAILED, State.CANCELLED, State.UNCERTAIN)


class Topic(NamedTuple):
    """A person's topic: the row that makes it, and its number once it is there."""

    row: int
    number: int | None


async def of_people(unit: Unit, person_ids: Collection[int], recipient: str) -> dict[int, Topic]:
    """Return the topics that people have in a group, unless making one failed."""
    found = await unit.read(
        select(topics.c.person_id, topics.c.created_by, outbox.c.message_id)
        .join(outbox, outbox.c.id == topics.c.created_by)
        .where(
            topics.c.person_id.in_(person_ids),
            topics.c.recipient == recipient,
            outbox.c.state.not_in(LOST),
        )
    )
    return {row.person_id: Topic(row.created_by, row.message_id) for row in found}


async def of_person(unit: Unit, person_id: int, recipient: str) -> Topic | None:
    """Return the topic that a person has in a group, unless making it failed."""
    return (await of_people(unit, (person_id,), recipient)).get(person_id)


async def remember(unit: Unit, person_id: int, recipient: str, row: int) -> None:
    """Store which outbox row makes the person's topic in a group."""
    statement = upsert(topics).values(person_id=person_id, recipient=recipient, created_by=row)
    await unit.write(statement.on_conflict_do_update(index_elements=["person_id", "recipient"], set_={"created_by": row}))


async def forget(unit: Unit, person_id: int, recipient: str, row: int) -> bool:
    """Forget the topic that ``row`` made; False when the person has another one by now."""
    forgotten = await unit.write(
        delete(topics).where(topics.c.person_id == person_id, topics.c.recipient == recipient, topics.c.created_by == row)
    )
    return forgotten.rowcount > 0


async def person_of(unit: Unit, recipient: str, thread_id: int) -> int | None:
    """Return whose topic ``thread_id`` of a group is, or was before it was made anew; nobody's once they have been erased."""
    whose = cast(func.substr(outbox.c.subject, len("topic:") + 1), Integer)
    found = await unit.read(
        select(persons.c.id)
        .join(outbox, whose == persons.c.id)
        .where(outbox.c.recipient == recipient, outbox.c.message_id == thread_id, outbox.c.method == "createForumTopic")
        .where(persons.c.erased_at.is_(None))
    )
    return found.scalar_one_or_none()


async def was_made(unit: Unit, row: int) -> bool:
    """Say whether the topic that ``row`` was to make has ever been there."""
    found = await unit.read(select(outbox.c.message_id).where(outbox.c.id == row))
    return found.scalar_one_or_none() is not None
