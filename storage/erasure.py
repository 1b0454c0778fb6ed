"""Erasing a person: what they are and said is blanked in one transaction; what remains says only that it happened.

The rows stay, without content: others refer to them. The running bot erases inside an event, a restore does it again to a
backup that is older; both through here.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.audit import Action
from domain.outbox import State
from domain.people import ChannelKind
from storage.erasure_of_contacts import blank_membership
from storage.forgetting import BLANK, NOTHING, UNWRITTEN
from storage.schema import (
    OPEN,
    audit,
    bindings,
    channels,
    conversations,
    enquiries,
    enquiry_messages,
    erasures,
    forms,
    inbox,
    letters,
    outbox,
    payloads,
    persons,
    questions,
    taps,
    topics,
)
from storage.traces import OF_THE_DESK, Traces, follow, updates
from storage.unit import Unit
from storage.upsert import upsert

SLICE = 500
NOBODY = ""
"""The recipient of a row that went to somebody who was erased."""


class Erasure(NamedTuple):
    """Who was erased, and when (UTC milliseconds). Numbers alone: after a restore another may bear the same ``person_id``."""

    person_id: int
    created_at: int
    erased_at: int


def erase(connection: Connection, person_id: int, now: int, through: int | None = None) -> Traces:
    """Erase a person and return the traces that led to them; ``through`` is the inbox row of the event that does it."""
    traces = follow(connection, person_id)
    _blank_updates(connection, [number for number, _ in updates(connection, traces, through)], now)
    _blank_rows(connection, traces, now)
    _blank_letters(connection, traces)
    _drop_passing(connection, traces)
    _blank_bindings(connection, person_id, now)
    _blank_enquiries(connection, traces, now)
    blank_membership(connection, person_id, now)
    _blank_person(connection, person_id, now)
    return traces


async def let_go(unit: Unit, row: int) -> None:
    """Forget a row, and every earlier one to the same chat: what was on its way during an erasure has ended."""
    recipient = select(outbox.c.recipient).where(outbox.c.id == row).scalar_subquery()
    theirs = (outbox.c.recipient == recipient) & (outbox.c.id <= row) & ~OPEN & ~OF_THE_DESK
    await unit.write(update(payloads).where(payloads.c.id.in_(select(outbox.c.payload_id).where(theirs))).values(body=BLANK))
    await unit.write(update(outbox).where(theirs).values(recipient=NOBODY))


async def erased(connection: AsyncConnection) -> list[Erasure]:
    """Return every erasure of this database, oldest first."""
    found = await connection.execute(select(*erasures.c).order_by(erasures.c.erased_at, erasures.c.person_id))
    return [Erasure(*row) for row in found]


def repeat(connection: Connection, known: Iterable[Erasure]) -> int:
    """Erase again whoever is in an older copy of the database still; return how many that was."""
    count = 0
    for erasure in known:
        still_there = select(persons.c.id).where(
            persons.c.id == erasure.person_id,
            persons.c.created_at == erasure.created_at,
            persons.c.erased_at.is_(None),
        )
        if connection.execute(still_there).first() is not None:
            erase(connection, erasure.person_id, erasure.erased_at)
            count += 1
    return count


# --- table by table -------------------------------------------------------------------------------------------------


def _blank_updates(connection: Connection, numbers: Sequence[int], now: int) -> None:
    """Blank updates as they came in; one that would still wait, in a restored copy, is done with."""
    for some in _slices(numbers):
        theirs = inbox.c.id.in_(some)
        connection.execute(update(inbox).where(theirs).values(payload=BLANK))
        connection.execute(update(inbox).where(theirs, inbox.c.state == "waiting").values(state="done", done_at=now))


def _blank_rows(connection: Connection, traces: Traces, now: int) -> None:
    """Cancel what has not left, blank what it says, and forget where it went; what is on its way ends by itself."""
    other = outbox.alias()
    for some in _slices(traces.rows):
        about = outbox.c.id.in_(some)
        shared = exists().where(other.c.payload_id == payloads.c.id, other.c.id.not_in(some))
        bodies = payloads.c.id.in_(select(outbox.c.payload_id).where(about))
        connection.execute(
            update(outbox).where(about, outbox.c.state == State.PENDING).values(state=State.CANCELLED, ended_at=now)
        )
        connection.execute(update(payloads).where(bodies, ~shared).values(body=BLANK))
        connection.execute(
            update(outbox)
            .where(about, ~OPEN, or_(outbox.c.recipient.in_(traces.reached_at), outbox.c.channel == ChannelKind.MAIL))
            .values(recipient=NOBODY)
        )


def _blank_letters(connection: Connection, traces: Traces) -> None:
    for some in _slices(traces.letters):
        connection.execute(update(letters).where(letters.c.id.in_(some)).values(UNWRITTEN))


def _drop_passing(connection: Connection, traces: Traces) -> None:
    keys = [orjson.dumps([int(address), int(address)]).decode() for address in traces.addresses]
    connection.execute(delete(conversations).where(conversations.c.key.in_(keys)))
    for table in (taps, forms, topics, questions, channels):
        connection.execute(delete(table).where(table.c.person_id == traces.person_id))


def _blank_bindings(connection: Connection, person_id: int, now: int) -> None:
    """Let links be used up, and no longer say to which address they went; that one went there still counts."""
    used_at = func.coalesce(bindings.c.used_at, now)
    connection.execute(update(bindings).where(bindings.c.person_id == person_id).values(address=BLANK, used_at=used_at))
    connection.execute(update(bindings).where(bindings.c.opened_by == person_id).values(opened_by=None))


def _blank_enquiries(connection: Connection, traces: Traces, now: int) -> None:
    person_id = traces.person_id
    theirs = enquiries.c.person_id == person_id
    said = enquiry_messages.c.enquiry_id.in_(select(enquiries.c.id).where(theirs))
    in_their_chat = enquiry_messages.c.source_chat.in_([int(address) for address in traces.addresses])
    connection.execute(update(enquiry_messages).where(said).values(content=NOTHING, album=None, kept_back=0))
    connection.execute(update(enquiry_messages).where(said, in_their_chat).values(source_chat=None, source_message=None))
    connection.execute(
        update(enquiries)
        .where(theirs)
        .values(
            state="closed",
            answers=NOTHING,
            waiting_since=None,
            closed_at=func.coalesce(enquiries.c.closed_at, now),
            rating=None,
            version=enquiries.c.version + 1,
        )
    )
    connection.execute(update(enquiries).where(or_(theirs, enquiries.c.taken_by == person_id)).values(taken_by=None))


def _blank_person(connection: Connection, person_id: int, now: int) -> None:
    connection.execute(update(persons).where(persons.c.id == person_id).values(left_of_person(now)))
    # In an older copy of the database whoever they turned out to be the same as is still somebody.
    one = or_(persons.c.id == person_id, persons.c.merged_into == person_id)
    noted = upsert(erasures).from_select(
        ["person_id", "created_at", "erased_at"], select(persons.c.id, persons.c.created_at, literal(now)).where(one)
    )
    connection.execute(noted.on_conflict_do_nothing(index_elements=["person_id"]))
    fact = {"at": now, "actor_id": person_id, "action": Action.PERSON_ERASED, "subject": f"person:{person_id}"}
    connection.execute(insert(audit).values(fact))


def left_of_person(now: int) -> dict[str, str | int | None]:
    """Return what is left in the row of somebody of whom nothing else is, from ``now`` on."""
    return {"name": NOBODY, "language_chosen": 0, "blocked_at": None, "erased_at": now}


def _slices(numbers: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(numbers)
    while some := list(islice(rest, SLICE)):
        yield some
