"""Enquiries: opened, waited for, taken, closed, reopened, rated."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, insert, select, update

from domain.enquiries import Enquiry, Subject, reference
from storage.counters import following
from storage.schema import enquiries, persons
from storage.unit import Unit


async def next_reference(unit: Unit, year: int) -> str:
    """Return a reference nobody has yet, numbered within ``year``."""
    return reference(year, await following(unit, "enquiry", year))


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


async def open_of(unit: Unit, person_id: int) -> list[Enquiry]:
    """Return the person's open enquiries, oldest first."""
    found = await unit.read(
        select(enquiries).where(enquiries.c.person_id == person_id, enquiries.c.state == "open").order_by(enquiries.c.id)
    )
    return [_enquiry(row) for row in found]


_KNOWN = select(enquiries).join(persons, persons.c.id == enquiries.c.person_id).where(persons.c.erased_at.is_(None))


async def by_id(unit: Unit, enquiry_id: int) -> Enquiry | None:
    """Return one enquiry; of somebody who was erased there is none any more."""
    row = (await unit.read(_KNOWN.where(enquiries.c.id == enquiry_id))).first()
    return _enquiry(row) if row else None


async def by_reference(unit: Unit, ref: str) -> Enquiry | None:
    """Return the enquiry with a reference; of somebody who was erased there is none any more."""
    row = (await unit.read(_KNOWN.where(enquiries.c.reference == ref))).first()
    return _enquiry(row) if row else None


async def set_card(unit: Unit, enquiry_id: int, row: int) -> None:
    """Store which outbox row put the enquiry's card on the desk."""
    await unit.write(update(enquiries).where(enquiries.c.id == enquiry_id).values(card_row=row))


async def set_waiting(unit: Unit, enquiry: Enquiry, since: int | None) -> Enquiry:
    """Store since when the person waits for the office, None when they do not; nobody was reminded of this wait yet."""
    await unit.write(update(enquiries).where(enquiries.c.id == enquiry.id).values(waiting_since=since, brought_up=0))
    return replace(enquiry, waiting_since=since)


async def change(unit: Unit, enquiry_id: int, **values: Any) -> Enquiry:
    """Store new ``values`` of an enquiry and return it with them; its version grows, so that older buttons are out of date."""
    changed = await unit.write(
        update(enquiries)
        .where(enquiries.c.id == enquiry_id)
        .values(version=enquiries.c.version + 1, **values)
        .returning(*enquiries.c)
    )
    return _enquiry(changed.one())


async def set_rating(unit: Unit, enquiry_id: int, rating: int) -> None:
    """Store how the enquirer rates the help, 1 to 5."""
    await unit.write(update(enquiries).where(enquiries.c.id == enquiry_id).values(rating=rating))


async def with_mail_token(unit: Unit, enquiry: Enquiry) -> Enquiry:
    """Return the enquiry with the token that letters about it carry, which it keeps from now on."""
    if enquiry.mail_token is not None:
        return enquiry
    token = secrets.token_hex(8)
    await unit.write(update(enquiries).where(enquiries.c.id == enquiry.id).values(mail_token=token))
    return replace(enquiry, mail_token=token)


async def answer_all(unit: Unit, person_id: int) -> list[Enquiry]:
    """Store that the person waits for the office in none of their open enquiries, and return those that had to be changed."""
    changed = await unit.write(
        update(enquiries)
        .where(enquiries.c.person_id == person_id, enquiries.c.state == "open", enquiries.c.waiting_since.is_not(None))
        .values(waiting_since=None, brought_up=0)
        .returning(*enquiries.c)
    )
    return [_enquiry(row) for row in changed]


def _enquiry(row: Row[Any]) -> Enquiry:
    return Enquiry(
        id=row.id,
        reference=row.reference,
        person_id=row.person_id,
        state=row.state,
        subject=Subject(row.subject),
        answers=orjson.loads(row.answers),
        opened_at=row.opened_at,
        waiting_since=row.waiting_since,
        closed_at=row.closed_at,
        version=row.version,
        taken_by=row.taken_by,
        rating=row.rating,
        card_row=row.card_row,
        mail_token=row.mail_token,
    )
