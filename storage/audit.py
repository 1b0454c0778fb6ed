"""Who did what, without what was said."""

from sqlalchemy import insert

from storage.schema import audit
from storage.unit import Unit


async def note(unit: Unit, actor_id: int | None, action: str, subject: str) -> None:
    """Write one line of the trail; ``actor_id`` None is the bot itself."""
    await unit.write(insert(audit).values(at=unit.now, actor_id=actor_id, action=action, subject=subject))
