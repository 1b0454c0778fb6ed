"""What owners can do about who is a colleague. Nothing here knows Telegram's messages, only its ids."""

from domain.audit import Action, appointment
from domain.people import Actor, Role
from storage import audit, staff
from storage.unit import Unit


class NotOwnerError(Exception):
    """Somebody who is no owner tried to say who is a colleague."""


async def appoint(unit: Unit, actor: Actor, telegram_id: int, role: Role) -> bool:
    """Give somebody a role and return whether they did not have it; they need not have written to the bot."""
    if not actor.is_owner:
        raise NotOwnerError
    if role in await staff.roles_of(unit, telegram_id):
        return False
    await staff.appoint(unit, telegram_id, role, actor.person.id)
    await audit.note(unit, actor.person.id, Action.STAFF_APPOINTED, appointment(telegram_id, role))
    return True


async def remove(unit: Unit, actor: Actor, telegram_id: int, role: Role) -> bool:
    """Take a role from somebody and return whether they had it."""
    if not actor.is_owner:
        raise NotOwnerError
    if role not in await staff.roles_of(unit, telegram_id):
        return False
    await staff.remove(unit, telegram_id, role)
    await audit.note(unit, actor.person.id, Action.STAFF_REMOVED, appointment(telegram_id, role))
    return True
