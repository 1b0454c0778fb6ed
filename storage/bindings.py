"""Links that went to a mail address: who opens one on Telegram has read what was sent there.

A link carries a token that is stored only as its digest: whoever reads the database cannot use one.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from domain.people import ChannelKind
from storage.schema import bindings, channels
from storage.tokens import a_token, digest
from storage.unit import Unit
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class Binding:
    """A link. ``asked``: it went out because ``person_id`` gave the address, and only they may use it.

    ``opened_by``: who opened it last, and may confirm.
    """

    id: int
    person_id: int
    address: str
    asked: bool
    expires_at: int
    opened_by: int | None
    used_at: int | None


async def make(unit: Unit, person_id: int, address: str, *, asked: bool, expires_at: int) -> str:
    """Store a link that goes to ``address`` and return the token it carries."""
    token = a_token()
    await unit.write(
        insert(bindings).values(
            digest=digest(token),
            person_id=person_id,
            address=address,
            address_digest=digest(address),
            asked=int(asked),
            created_at=unit.now,
            expires_at=expires_at,
        )
    )
    return token


async def asked_since(unit: Unit, since: int, *, person_id: int | None = None, address: str | None = None) -> int:
    """Return how many letters went out since an instant because a person gave an address, or somebody gave this one."""
    whose = bindings.c.person_id == person_id if address is None else bindings.c.address_digest == digest(address)
    found = await unit.read(
        select(func.count()).select_from(bindings).where(whose, bindings.c.asked == 1, bindings.c.created_at > since)
    )
    return int(found.scalar_one())


async def carrying(unit: Unit, token: str) -> Binding | None:
    """Return the link that carries ``token``."""
    row = (await unit.read(select(bindings).where(bindings.c.digest == digest(token)))).first()
    return _binding(row) if row else None


async def open_(unit: Unit, number: int, by: int) -> None:
    """Store that somebody has opened a link, who alone may confirm now."""
    await unit.write(update(bindings).where(bindings.c.id == number).values(opened_by=by))


async def by_id(unit: Unit, number: int) -> Binding | None:
    """Return a link."""
    row = (await unit.read(select(bindings).where(bindings.c.id == number))).first()
    return _binding(row) if row else None


async def use_up(unit: Unit, address: str) -> None:
    """Let no link that went to an address be used any more."""
    unused = (bindings.c.address_digest == digest(address)) & bindings.c.used_at.is_(None)
    await unit.write(update(bindings).where(unused).values(used_at=unit.now))


async def drop_expired(unit: Unit) -> None:
    """Delete the links whose time is over."""
    over = bindings.c.expires_at <= unit.now
    if (await unit.read(select(bindings.c.id).where(over).limit(1))).first() is not None:
        await unit.write(delete(bindings).where(over))


async def prove(unit: Unit, person_id: int, address: str) -> None:
    """Store that a mail address is a person's, beyond doubt."""
    known = {"person_id": person_id, "proven_at": unit.now, "unreachable_at": None}
    statement = upsert(channels).values(kind=ChannelKind.MAIL, address=address, created_at=unit.now, **known)
    await unit.write(statement.on_conflict_do_update(index_elements=["kind", "address"], set_=known))


def _binding(row: Row[Any]) -> Binding:
    return Binding(row.id, row.person_id, row.address, bool(row.asked), row.expires_at, row.opened_by, row.used_at)
