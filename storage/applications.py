"""Applications: begun, moved from state to state, and looked for among those that are alike."""

from collections.abc import Collection, Mapping
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from domain.applications import MOVES, OPEN, Application, ApplicationState, Files, Move, Other, reference
from domain.audit import Action
from domain.errors import OutOfDateError
from storage import audit
from storage.counters import following
from storage.schema import application_files, applications, members, persons
from storage.unit import Unit

ACTIONS = {
    Move.SUBMIT: Action.APPLICATION_SUBMITTED,
    Move.TAKE: Action.APPLICATION_TAKEN,
    Move.ASK: Action.APPLICATION_ASKED,
    Move.AGREE: Action.APPLICATION_AGREED,
    Move.APPROVE: Action.APPLICATION_APPROVED,
    Move.DECLINE: Action.APPLICATION_DECLINED,
    Move.WITHDRAW: Action.APPLICATION_WITHDRAWN,
}
"""How the trail names each move."""

_KNOWN = select(applications).join(persons, persons.c.id == applications.c.person_id).where(persons.c.erased_at.is_(None))
"""Applications of whoever has not been erased."""


async def begin(
    unit: Unit, year: int, person_id: int, answers: Mapping[str, Any], *, actor_id: int, enquiry_id: int | None = None
) -> Application:
    """Store a new draft of somebody's, numbered within ``year``; the actor may be a colleague."""
    row = insert(applications).values(
        reference=reference(year, await following(unit, "application", year)),
        person_id=person_id,
        enquiry_id=enquiry_id,
        state=ApplicationState.DRAFT,
        answers=orjson.dumps(answers).decode(),
        created_at=unit.now,
    )
    begun = _application((await unit.write(row.returning(*applications.c))).one())
    await audit.note(unit, actor_id, Action.APPLICATION_BEGUN, begun.reference)
    return begun


async def move(unit: Unit, application: Application, how: Move, *, actor_id: int, **values: Any) -> Application:
    """Let something happen to an application, with new ``values``; the only way its state changes.

    Raises `OutOfDateError` when that cannot happen where it stands, or when it has changed since it was read.
    """
    sources, target = MOVES[how]
    seen = (applications.c.id == application.id) & (applications.c.version == application.version)
    moved = await unit.write(
        update(applications)
        .where(seen, applications.c.state.in_(sources))
        .values(state=target, version=application.version + 1, **values)
        .returning(*applications.c)
    )
    row = moved.first()
    if row is None:
        raise OutOfDateError
    await audit.note(unit, actor_id, ACTIONS[how], application.reference)
    return _application(row)


async def answer(unit: Unit, application: Application, answers: Mapping[str, Any], files: Files) -> Application:
    """Store what an application says from now on, and the files that go with it."""
    number = application.id
    changed = await unit.write(
        update(applications)
        .where(applications.c.id == number, applications.c.version == application.version)
        .values(answers=orjson.dumps(answers).decode(), version=application.version + 1)
        .returning(*applications.c)
    )
    row = changed.first()
    if row is None:
        raise OutOfDateError
    await unit.write(delete(application_files).where(application_files.c.application_id == number))
    rows = [
        {"application_id": number, "document": key, "content": orjson.dumps(content).decode()} for key, content in files.items()
    ]
    if rows:
        await unit.write(insert(application_files).values(rows))
    return _application(row)


async def by_id(unit: Unit, application_id: int) -> Application | None:
    """Return one application; of somebody who was erased there is none any more."""
    row = (await unit.read(_KNOWN.where(applications.c.id == application_id))).first()
    return _application(row) if row else None


async def of_enquiry(unit: Unit, enquiry_id: int) -> Application | None:
    """Return the newest application that grew out of an enquiry and was not withdrawn."""
    theirs = (applications.c.enquiry_id == enquiry_id) & (applications.c.state != ApplicationState.WITHDRAWN)
    row = (await unit.read(_KNOWN.where(theirs).order_by(applications.c.id.desc()).limit(1))).first()
    return _application(row) if row else None


async def of_person(unit: Unit, person_id: int, limit: int) -> list[Application]:
    """Return a person's applications, newest first."""
    found = _KNOWN.where(applications.c.person_id == person_id).order_by(applications.c.id.desc()).limit(limit)
    return [_application(row) for row in await unit.read(found)]


async def counts(unit: Unit) -> dict[ApplicationState, int]:
    """Return how many applications stand in each state; states without one are left out."""
    counted = _KNOWN.with_only_columns(applications.c.state, func.count().label("number"), maintain_column_froms=True)
    found = await unit.read(counted.group_by(applications.c.state))
    return {ApplicationState(row.state): row.number for row in found}


async def page(unit: Unit, states: Collection[ApplicationState], first: int, limit: int) -> list[Application]:
    """Return ``limit`` applications in some states from the one at place ``first``, newest first."""
    found = _KNOWN.where(applications.c.state.in_(states)).order_by(applications.c.id.desc()).offset(first).limit(limit)
    return [_application(row) for row in await unit.read(found)]


async def files_of(unit: Unit, application_id: int) -> dict[str, dict[str, Any]]:
    """Return what is kept of an application's files, by the document each is."""
    found = await unit.read(
        select(application_files.c.document, application_files.c.content)
        .where(application_files.c.application_id == application_id, application_files.c.content != "")
        .order_by(application_files.c.id)
    )
    return {row.document: orjson.loads(row.content) for row in found}


async def others(unit: Unit, application: Application) -> list[Other]:
    """Return every member and every other open application, as far as they tell whether two are one."""
    known = await unit.read(select(members.c.name, members.c.credit_code))
    is_open: ColumnElement[bool] = applications.c.state.in_(OPEN) & (applications.c.id != application.id)
    rivals = [_application(row) for row in await unit.read(_KNOWN.where(is_open))]
    return [
        *(Other(row.name, row.credit_code) for row in known),
        *(Other(each.organisation, each.credit_code, each.reference) for each in rivals if each.organisation),
    ]


def _application(row: Row[Any]) -> Application:
    return Application(
        id=row.id,
        reference=row.reference,
        person_id=row.person_id,
        enquiry_id=row.enquiry_id,
        state=ApplicationState(row.state),
        answers=orjson.loads(row.answers or "{}"),
        charter_version=row.charter_version,
        charter_at=row.charter_at,
        version=row.version,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        approved_by=row.approved_by,
        decided_at=row.decided_at,
        reason=row.reason,
        member_id=row.member_id,
    )
