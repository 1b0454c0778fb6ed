"""Invitations: links that staff give to a contact, each of which binds one Telegram account, once."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from storage.schema import invitations
from storage.tokens import a_token, digest
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link for a contact. ``opened_by``: who opened it last, and may confirm. ``over``: it was used or revoked."""

    id: int
    contact_id: int
    expires_at: int
    opened_by: int | None
    over: bool


async def issue(unit: Unit, contact_id: int, *, by: int, expires_at: int) -> str:
    """Store a new link for a contact and return the token it carries; what they were given before works no longer."""
    await revoke(unit, contact_id)
    token = a_token()
    row = {"digest": digest(token), "contact_id": contact_id, "created_by": by, "expires_at": expires_at}
    await unit.write(insert(invitations).values(**row, created_at=unit.now))
    return token


async def carrying(unit: Unit, token: str) -> Invitation | None:
    """Return the invitation whose link carries ``token``."""
    row = (await unit.read(select(invitations).where(invitations.c.digest == digest(token)))).first()
    return _invitation(row) if row else None


async def by_id(unit: Unit, number: int) -> Invitation | None:
    """Return an invitation."""
    row = (await unit.read(select(invitations).where(invitations.c.id == number))).first()
    return _invitation(row) if row else None


async def open_(unit: Unit, number: int, by: int) -> None:
    """Store that somebody has opened a link, who alone may confirm now."""
    await unit.write(update(invitations).where(invitations.c.id == number).values(opened_by=by))


async def use(unit: Unit, number: int) -> None:
    """Store that a link has done what it was for."""
    await unit.write(update(invitations).where(invitations.c.id == number).values(used_at=unit.now))


async def revoke(unit: Unit, contact_id: int) -> None:
    """Let no link that a contact was given, and has not used, work any longer."""
    unused = (invitations.c.contact_id == contact_id) & invitations.c.used_at.is_(None) & invitations.c.revoked_at.is_(None)
    await unit.write(update(invitations).where(unused).values(revoked_at=unit.now))


def _invitation(row: Any) -> Invitation:
    over = row.used_at is not None or row.revoked_at is not None
    return Invitation(row.id, row.contact_id, row.expires_at, row.opened_by, over)
