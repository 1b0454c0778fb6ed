"""Half-filled forms: the answers of step-by-step conversations, and where each conversation stands."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.forms import StoredForm
from storage.schema import conversations, forms
from storage.unit import Unit
from storage.upsert import upsert

_OF_PEOPLE = select(forms).where(forms.c.person_id.in_(bindparam("people", expanding=True)))


async def of_people(connection: AsyncConnection, person_ids: Sequence[int]) -> list[StoredForm]:
    """Return the forms of several people in one query."""
    if not person_ids:
        return []
    found = await connection.execute(_OF_PEOPLE, {"people": person_ids})
    return [_stored(row) for row in found]


async def save(unit: Unit, form: StoredForm) -> None:
    """Store ``form`` in place of the person's earlier one of that kind."""
    values = {
        "token": form.token,
        "version": form.version,
        "step": form.step,
        "answers": orjson.dumps(form.answers).decode(),
        "touched_at": form.touched_at,
        "expires_at": form.expires_at,
    }
    statement = upsert(forms).values(person_id=form.person_id, kind=form.kind, **values)
    await unit.write(statement.on_conflict_do_update(index_elements=["person_id", "kind"], set_=values))


async def drop(unit: Unit, person_id: int, kind: str) -> None:
    """Forget a form and its answers."""
    await unit.write(delete(forms).where(forms.c.person_id == person_id, forms.c.kind == kind))


async def drop_expired(unit: Unit) -> list[tuple[int, str]]:
    """Forget the forms whose day is over; return whose and which."""
    found = await unit.write(delete(forms).where(forms.c.expires_at <= unit.now).returning(forms.c.person_id, forms.c.kind))
    return [(row.person_id, row.kind) for row in found]


async def conversation_states(connection: AsyncConnection, name: str) -> dict[tuple[int | str, ...], object]:
    """Return where every conversation called ``name`` stands, by the library's key."""
    found = await connection.execute(select(conversations.c.key, conversations.c.state).where(conversations.c.name == name))
    return {tuple(orjson.loads(row.key)): orjson.loads(row.state) for row in found}


async def move_conversation(unit: Unit, name: str, key: tuple[int | str, ...], state: object | None) -> None:
    """Store where a conversation stands now; None ends it."""
    stored_key = orjson.dumps(key).decode()
    if state is None:
        await unit.write(delete(conversations).where(conversations.c.name == name, conversations.c.key == stored_key))
        return
    stored = orjson.dumps(state).decode()
    statement = upsert(conversations).values(name=name, key=stored_key, state=stored)
    await unit.write(statement.on_conflict_do_update(index_elements=["name", "key"], set_={"state": stored}))


def _stored(row: Row[Any]) -> StoredForm:
    return StoredForm(
        row.person_id, row.kind, row.token, row.version, row.step, row.touched_at, row.expires_at, orjson.loads(row.answers)
    )
