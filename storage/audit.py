"""Who did what, without what was said."""

from sqlalchemy import Row, insert, select

from domain.audit import Action, Entry
from storage.schema import audit, persons
from storage.unit import Unit


async def note(unit: Unit, actor_id: int | None, action: Action, subject: str) -> None:
    """Write one line of the trail; ``actor_id`` None is the bot itself."""
    await unit.write(insert(audit).values(at=unit.now, actor_id=actor_id, action=action, subject=subject))


_ENTRIES = select(audit.c.id, audit.c.at, audit.c.action, audit.c.subject, persons.c.name).outerjoin(
    persons, persons.c.id == audit.c.actor_id
)


async def older(unit: Unit, than: int | None, limit: int) -> list[Entry]:
    """Return the ``limit`` entries before the entry ``than``, or the last ones of all; newest first."""
    found = _ENTRIES if than is None else _ENTRIES.where(audit.c.id < than)
    return [_entry(row) for row in await unit.read(found.order_by(audit.c.id.desc()).limit(limit))]


async def newer(unit: Unit, than: int, limit: int) -> list[Entry]:
    """Return the ``limit`` entries after the entry ``than``; newest first."""
    found = await unit.read(_ENTRIES.where(audit.c.id > than).order_by(audit.c.id).limit(limit))
    return [_entry(row) for row in found][::-1]


def _entry(row: Row[tuple[int, int, str, str, str]]) -> Entry:
    return Entry(row.id, row.at, row.name, row.action, row.subject)
