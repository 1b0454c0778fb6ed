"""Letters as they came: stored with the event that says so, once each, before anything else is done with them.

A letter is known again by its digest alone. Where it lay is remembered for marking it, and is not unique: a server may begin
its UIDs anew without saying so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import orjson
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.letters import Letter
from domain.mailbox import Mailbox, Place
from storage import inbox
from storage.schema import letters, mailboxes
from storage.unit import Unit
from storage.upsert import upsert

SOURCE = "mail:"
"""How the sources of events begin that are letters; the account follows."""


class Kept(StrEnum):
    """How much of a letter could be taken; of the rest people must look into the mailbox."""

    WHOLE = "whole"
    HEADERS = "headers"  # it is too large
    NOTHING = "nothing"  # the server did not give it out


class Taken(NamedTuple):
    """A letter as it was taken from the mailbox. ``sender`` is the bare address it names, "" for none."""

    received_at: int
    size: int
    kept: Kept
    raw: bytes
    digest: str
    message_id: str
    sender: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A letter on disk."""

    id: int
    received_at: int
    size: int
    kept: Kept
    raw: bytes

    @property
    def forgotten(self) -> bool:
        """Whether it was blanked since."""
        return not self.raw and self.kept is not Kept.NOTHING


def address_of(letter: Letter) -> str:
    """Return the address a letter names as its sender, "" for none: as it is stored, and people are known by."""
    return letter.sender.address.lower() if letter.sender else ""


async def place(connection: AsyncConnection, mailbox: Mailbox) -> Place | None:
    """Return how far a mailbox has been read, None before the first time."""
    found = await connection.execute(
        select(mailboxes.c.since, mailboxes.c.uidvalidity, mailboxes.c.uid).where(
            mailboxes.c.account == mailbox.account, mailboxes.c.folder == mailbox.folder
        )
    )
    row = found.first()
    return Place(*row) if row else None


async def reach(connection: AsyncConnection, mailbox: Mailbox, reached: Place) -> None:
    """Remember how far a mailbox has been read."""
    values = {"since": reached.since, "uidvalidity": reached.uidvalidity, "uid": reached.uid}
    statement = upsert(mailboxes).values(**mailbox._asdict(), **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["account", "folder"], set_=values))


async def store(connection: AsyncConnection, mailbox: Mailbox, reached: Place, letter: Taken, now: int) -> bool:
    """Store the letter at ``reached`` with the event that it has come; return False for one that is known."""
    await reach(connection, mailbox, reached)
    statement = upsert(letters).values(
        **mailbox._asdict(), uidvalidity=reached.uidvalidity, uid=reached.uid, **letter._asdict()
    )
    created = await connection.execute(statement.on_conflict_do_nothing(index_elements=["digest"]).returning(letters.c.id))
    number = created.scalar_one_or_none()
    if number is None:
        return False
    event = orjson.dumps({"letter": number}).decode()
    return bool(await inbox.store(connection, f"{SOURCE}{mailbox.account}", [(str(number), event)], now))


async def newest_uids(connection: AsyncConnection, mailbox: Mailbox, uidvalidity: int, limit: int) -> list[int]:
    """Return where the letters lie that were found last."""
    here = (letters.c.account == mailbox.account, letters.c.folder == mailbox.folder, letters.c.uidvalidity == uidvalidity)
    found = await connection.execute(select(letters.c.uid).where(*here).order_by(letters.c.uid.desc()).limit(limit))
    return list(found.scalars())


async def senders(connection: AsyncConnection, numbers: Sequence[int]) -> list[str]:
    """Return the addresses that letters name as their senders."""
    if not numbers:
        return []
    found = await connection.execute(select(letters.c.sender).where(letters.c.id.in_(numbers), letters.c.sender != ""))
    return list(found.scalars())


async def stored(unit: Unit, number: int) -> Stored | None:
    """Return a letter."""
    columns = (letters.c.id, letters.c.received_at, letters.c.size, letters.c.kept, letters.c.raw)
    row = (await unit.read(select(*columns).where(letters.c.id == number))).first()
    return Stored(row.id, row.received_at, row.size, Kept(row.kept), row.raw) if row else None


async def belongs_to(unit: Unit, number: int, person_id: int) -> None:
    """Store whose a letter is, so that it is shown to and deleted with them."""
    await unit.write(update(letters).where(letters.c.id == number).values(person_id=person_id))


async def raw(connection: AsyncConnection, number: int) -> bytes:
    """Return a letter as it came, nothing of one that was forgotten."""
    return (await connection.execute(select(letters.c.raw).where(letters.c.id == number))).scalar_one_or_none() or b""


async def count_of(unit: Unit, person_id: int, *, since: int, through: int) -> int:
    """Return how many letters of a person came after ``since``, up to the one numbered ``through``."""
    theirs = (letters.c.person_id == person_id) & (letters.c.received_at > since) & (letters.c.id <= through)
    return int((await unit.read(select(func.count()).where(theirs))).scalar_one())


async def owner_of(unit: Unit, number: int) -> int | None:
    """Return whose a letter is."""
    return (await unit.read(select(letters.c.person_id).where(letters.c.id == number))).scalar_one_or_none()
