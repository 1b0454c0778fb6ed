"""A letter that has come in, as capabilities are given it."""

import asyncio
from dataclasses import dataclass

from domain.letters import Letter, read
from storage import letters
from storage.letters import Kept
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class ReceivedLetter:
    """``number`` is its place on disk, where it lies as it came; ``letter`` is what stands in it.

    ``size`` is what the mailbox says in bytes. Of a letter that is not ``kept`` whole, people must be told to look there.
    """

    number: int
    received_at: int
    size: int
    kept: Kept
    letter: Letter


async def opened(unit: Unit, number: int) -> ReceivedLetter | None:
    """Return a letter, None when it was forgotten meanwhile."""
    stored = await letters.stored(unit, number)
    if stored is None or stored.forgotten:
        return None
    letter = await asyncio.to_thread(read, stored.raw)  # a large one takes its time
    return ReceivedLetter(stored.id, stored.received_at, stored.size, stored.kept, letter)
