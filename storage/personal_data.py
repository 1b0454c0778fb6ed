"""Everything that is stored about a person, gathered for themselves.

Colleagues' internal notes are in it: they are about the person, and the right to a copy (PIPL, article 45) knows no exception
for them. Which colleague wrote what is not: that is about the colleague.
"""

import asyncio

import orjson
from sqlalchemy import RowMapping, or_, select

from domain.letters import read
from domain.outbox import State
from storage import letters
from storage.data_rows import Data, instant, rows, told
from storage.membership_data import gather_membership
from storage.schema import (
    audit,
    bindings,
    channels,
    enquiries,
    enquiry_messages,
    forms,
    outbox,
    payloads,
    persons,
    questions,
    staff,
)
from storage.traces import Traces, follow, updates
from storage.unit import Unit

__all__ = ["Data", "gather"]


async def gather(unit: Unit, person_id: int) -> Data:
    """Return what is stored about a person; instants are datetimes, what has been blanked is left out."""
    traces = await unit.connection.run_sync(follow, person_id)
    [person] = await rows(unit, select(persons).where(persons.c.id == person_id))
    return {
        "person": told(person, "id", "name", "language", "created_at", "blocked_at"),
        "channels": [
            told(row, "kind", "address", "created_at", "proven_at", "unreachable_at")
            for row in await rows(unit, select(channels).where(channels.c.person_id == person_id))
        ],
        "roles": [
            told(row, "role", "appointed_at")
            for row in await rows(unit, select(staff).where(staff.c.telegram_id.in_([int(each) for each in traces.addresses])))
        ],
        "enquiries": await _enquiries(unit, person_id),
        "questions": await _questions(unit, person_id),
        **await gather_membership(unit, person_id),
        "unfinished_forms": [
            told(row, "kind", "touched_at", "expires_at") | {"answers": orjson.loads(row["answers"])}
            for row in await rows(unit, select(forms).where(forms.c.person_id == person_id))
        ],
        "links": [
            told(row, "address", "created_at", "used_at", "expires_at")
            for row in await rows(unit, select(bindings).where(bindings.c.person_id == person_id).order_by(bindings.c.id))
        ],
        "letters": [letter for number in traces.letters for letter in await _letter(unit, number)],
        "messages_from_the_bot": await _sent(unit, traces),
        "log": await _log(unit, traces),
        "received": await _received(unit, traces),
    }


async def _enquiries(unit: Unit, person_id: int) -> list[Data]:
    found = await rows(unit, select(enquiries).where(enquiries.c.person_id == person_id).order_by(enquiries.c.id))
    said = await rows(
        unit,
        select(enquiry_messages)
        .where(enquiry_messages.c.enquiry_id.in_([row["id"] for row in found]))
        .order_by(enquiry_messages.c.id),
    )
    columns = ("reference", "subject", "state", "opened_at", "waiting_since", "closed_at", "rating")
    consent = ("consent_version", "consent_at")
    return [
        told(row, *columns, *consent)
        | {"answers": orjson.loads(row["answers"])}
        | {"messages": [_message(each) for each in said if each["enquiry_id"] == row["id"]]}
        for row in found
    ]


async def _questions(unit: Unit, person_id: int) -> list[Data]:
    """Return what was asked of the profile, and which enquiry has it if a colleague was asked."""
    found = await rows(
        unit,
        select(questions, enquiries.c.reference.label("passed_to"))
        .outerjoin(enquiries, enquiries.c.id == questions.c.enquiry_id)
        .where(questions.c.person_id == person_id)
        .order_by(questions.c.id),
    )
    columns = ("text", "language", "nearest", "asked_at")
    return [told(row, *columns, "passed_to" if row["passed_to"] else "outcome") for row in found]


async def _letter(unit: Unit, number: int) -> list[Data]:
    """Return what stands in a letter from the person, as long as it is kept."""
    stored = await letters.stored(unit, number)
    if stored is None or stored.forgotten:
        return []
    letter = await asyncio.to_thread(read, stored.raw)
    names = [attachment.name for attachment in letter.attachments]
    said = {"subject_line": letter.subject, "text": letter.full_text, "attachments": names}
    return [{"received_at": instant("received_at", stored.received_at)} | {key: value for key, value in said.items() if value}]


def _message(row: RowMapping) -> Data:
    content: Data = orjson.loads(row["content"])
    return told(row, "direction", "written_at", "edited_at") | content


async def _sent(unit: Unit, traces: Traces) -> list[Data]:
    """Return what the bot told the person, or is about to, as long as the words are kept."""
    found = await rows(
        unit,
        select(outbox.c.id, outbox.c.created_at.label("written_at"), outbox.c.state, payloads.c.body)
        .join(payloads, payloads.c.id == outbox.c.payload_id)
        .where(outbox.c.recipient.in_(traces.reached_at), outbox.c.state != State.CANCELLED)
        .order_by(outbox.c.id),
    )
    theirs = set(traces.rows)  # a colleague's chat may hold the enquiries of others
    calls = [(row, orjson.loads(row["body"] or "{}")) for row in found if row["id"] in theirs]
    said = [(row, call.get("text") or call.get("caption")) for row, call in calls]
    return [told(row, "state", "written_at") | {"text": text} for row, text in said if text]


async def _log(unit: Unit, traces: Traces) -> list[Data]:
    subjects = [f"person:{traces.person_id}", *traces.references]
    about = or_(audit.c.actor_id == traces.person_id, audit.c.subject.in_(subjects))
    return [
        told(row, "at", "action") | {"concerns": row["subject"]}
        for row in await rows(unit, select(audit).where(about).order_by(audit.c.id))
    ]


async def _received(unit: Unit, traces: Traces) -> list[Data]:
    """Return what came from the person, as Telegram put it, as long as that is kept."""
    found = await unit.connection.run_sync(updates, traces)
    return [update for _, update in found if _sender(update) in traces.addresses]


def _sender(update: Data) -> str:
    inside = [each["from"] for each in update.values() if isinstance(each, dict) and isinstance(each.get("from"), dict)]
    return str(inside[0].get("id")) if inside else ""
