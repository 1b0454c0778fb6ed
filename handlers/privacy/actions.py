"""What a person can ask about their own data. Nothing here knows Telegram."""

from domain.people import Actor
from handlers.kit.errors import OutOfDateError
from storage import erasure, personal_data
from storage.personal_data import Data
from storage.traces import Traces
from storage.unit import Unit

EXPIRES = 60 * 60
"""Seconds for which a question whether to delete everything may be answered; an old one must not be pressed by mistake."""


async def copy_of_data(unit: Unit, actor: Actor) -> Data:
    """Return everything that is stored about the actor."""
    return await personal_data.gather(unit, actor.person.id)


async def erase(unit: Unit, actor: Actor, *, asked: int, at: int, event: int | None) -> Traces:
    """Erase the actor, who was ``asked`` (as which person) ``at`` (UTC seconds); ``event`` is the inbox row it happens in.

    Return what led to them. Raises `OutOfDateError` when it was asked too long ago, or of somebody erased since.
    """
    if asked != actor.person.id or not 0 <= unit.now // 1000 - at < EXPIRES:
        raise OutOfDateError
    await unit.put_down()
    unit.touched_others = True  # whoever writes from this account next, even in this transaction, is somebody new
    connection = await unit.for_writing()
    return await connection.run_sync(erasure.erase, actor.person.id, unit.now, event)
