"""The few things an installation must remember about itself."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import chat_moves, facts, leases
from storage.unit import Unit
from storage.upsert import upsert


async def fact(connection: AsyncConnection, name: str) -> str | None:
    """Return what was remembered under ``name``."""
    return (await connection.execute(select(facts.c.value).where(facts.c.name == name))).scalar_one_or_none()


async def remember(connection: AsyncConnection, name: str, value: str) -> None:
    """Remember ``value`` under ``name``."""
    statement = upsert(facts).values(name=name, value=value)
    await connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


async def take_lease(connection: AsyncConnection, name: str, now: int) -> int:
    """Become the one who acts as ``name`` and return the new epoch; what an earlier epoch began is no longer ours."""
    statement = upsert(leases).values(name=name, epoch=1, taken_at=now)
    taken = await connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"epoch": leases.c.epoch + 1, "taken_at": now}).returning(
            leases.c.epoch
        )
    )
    return int(taken.scalar_one())


async def moved_to(connection: AsyncConnection, chat_id: int) -> int:
    """Return the id a group has now; one that became a supergroup got a new one."""
    found = await connection.execute(select(chat_moves.c.new_recipient).where(chat_moves.c.old_recipient == str(chat_id)))
    moved = found.scalar_one_or_none()
    return int(moved) if moved is not None else chat_id


async def follow_move(unit: Unit, chat_id: int) -> int:
    """Return the id a group has now, for handlers."""
    return await moved_to(unit.connection, chat_id)


async def note_move(unit: Unit, old: int, new: int) -> None:
    """Store that a group became a supergroup with a new id."""
    statement = upsert(chat_moves).values(old_recipient=str(old), new_recipient=str(new))
    await unit.write(statement.on_conflict_do_update(index_elements=["old_recipient"], set_={"new_recipient": str(new)}))
