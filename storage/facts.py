"""The few things an installation must remember about itself."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import facts, leases
from storage.upsert import upsert


async def fact(connection: AsyncConnection, name: str) -> str | None:
    """Return what was remembered under ``name``."""
    return (await connection.execute(select(facts.c.value).where(facts.c.name == name))).scalar_one_or_none()


async def remember(connection: AsyncConnection, name: str, value: str) -> None:
    """Remember ``value`` under ``name``."""
    statement = upsert(facts).values(name=name, value=value)
    await connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


HOLD = "hold_through"
"""The fact that holds every outbox row up to this id: they were queued before a backup and may have been sent since."""


async def hold_through(connection: AsyncConnection) -> int:
    """Return up to which outbox row everything is held after a restore, 0 when nothing is."""
    return int(await fact(connection, HOLD) or 0)


async def take_lease(connection: AsyncConnection, name: str, now: int) -> int:
    """Become the one who acts as ``name`` and return the new epoch; what an earlier epoch began is no longer ours."""
    statement = upsert(leases).values(name=name, epoch=1, taken_at=now)
    taken = await connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"epoch": leases.c.epoch + 1, "taken_at": now}).returning(
            leases.c.epoch
        )
    )
    return int(taken.scalar_one())
