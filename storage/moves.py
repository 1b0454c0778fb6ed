"""Groups that became supergroups: settings and old rows still name the former id, Telegram knows only the new one."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.people import ChannelKind
from storage.schema import OPEN, PENDING, chat_moves, outbox
from storage.upsert import upsert


async def move(connection: AsyncConnection, old: str, new: str) -> None:
    """Follow a group to its new id: what waits for the old one now waits for the new one."""
    known = update(chat_moves).where(chat_moves.c.new_recipient == old).values(new_recipient=new)
    noted = upsert(chat_moves).values(old_recipient=old, new_recipient=new)
    waiting = update(outbox).where(
        OPEN, outbox.c.state == PENDING, outbox.c.recipient == old, outbox.c.channel == ChannelKind.TELEGRAM
    )
    await connection.execute(known)
    await connection.execute(noted.on_conflict_do_update(index_elements=["old_recipient"], set_={"new_recipient": new}))
    await connection.execute(waiting.values(recipient=new))


async def moved_to(connection: AsyncConnection, chat_id: int) -> int:
    """Return the id a group has now; one that became a supergroup got a new one."""
    found = await connection.execute(select(chat_moves.c.new_recipient).where(chat_moves.c.old_recipient == str(chat_id)))
    moved = found.scalar_one_or_none()
    return int(moved) if moved is not None else chat_id
