"""What colleagues do to the roster: only those who see to it may, and the trail says who did. Nothing here knows Telegram.

The caller says as which version they saw what they change; of another `OutOfDateError` is raised.
"""

from domain.audit import Action
from domain.errors import OutOfDateError
from domain.instants import DAY
from domain.people import Actor
from domain.roster import Contact, Details, Entry, Member, MemberState
from handlers.roster.profile.actions import needs_secretary
from storage import audit, contacts, invitations, members, roster
from storage.invitations import Invitation
from storage.unit import Unit

LASTS = 14 * DAY
"""How long an invitation can be used."""


async def member_seen(unit: Unit, number: int, version: int | None = None) -> Member:
    """Return a member, as of ``version`` where one is given."""
    member = await members.by_id(unit, number)
    if member is None or version not in (None, member.version):
        raise OutOfDateError
    return member


async def contact_seen(unit: Unit, number: int, version: int | None = None) -> Contact:
    """Return somebody who speaks for a member now, as of ``version`` where one is given."""
    contact = await contacts.by_id(unit, number)
    if contact is None or contact.ended or version not in (None, contact.version):
        raise OutOfDateError
    return contact


async def edit(unit: Unit, actor: Actor, member: Member, entry: Entry) -> Member:
    """Let ``entry`` be what the roster says of a member; raise `CodeTakenError`."""
    needs_secretary(actor)
    changed = await roster.change(unit, member, entry, actor_id=actor.person.id)
    if changed != member:
        await audit.note(unit, actor.person.id, Action.MEMBER_EDITED, f"member:{member.id}")
    return changed


async def set_state(unit: Unit, actor: Actor, member: Member, state: MemberState, reason: str) -> Member:
    """Store where a membership stands from now on, and why."""
    needs_secretary(actor)
    changed = await roster.set_state(unit, member, state, actor_id=actor.person.id, reason=reason)
    await audit.note(unit, actor.person.id, Action.MEMBER_STATE, f"member:{member.id}")
    return changed


async def add_contact(unit: Unit, actor: Actor, member: Member, details: Details) -> Contact:
    """Let somebody speak for a member."""
    needs_secretary(actor)
    added = await roster.add_contact(unit, member.id, details, actor_id=actor.person.id)
    await audit.note(unit, actor.person.id, Action.CONTACT_ADDED, f"member:{member.id}")
    return added


async def edit_contact(unit: Unit, actor: Actor, contact: Contact, details: Details) -> Contact:
    """Let ``details`` be what is known of a contact."""
    needs_secretary(actor)
    changed = await roster.change_contact(unit, contact, details, actor_id=actor.person.id)
    if changed != contact:
        await audit.note(unit, actor.person.id, Action.CONTACT_EDITED, f"member:{contact.member_id}")
    return changed


async def end_contact(unit: Unit, actor: Actor, contact: Contact) -> None:
    """Let a contact speak for their member no more."""
    needs_secretary(actor)
    await roster.end_contact(unit, contact, actor_id=actor.person.id)
    await audit.note(unit, actor.person.id, Action.CONTACT_ENDED, f"member:{contact.member_id}")


async def invite(unit: Unit, actor: Actor, contact: Contact) -> tuple[str, int]:
    """Return what a new link for a contact carries, and until when it works; an earlier one works no longer."""
    needs_secretary(actor)
    until = unit.now + LASTS
    token = await invitations.issue(unit, contact.id, by=actor.person.id, expires_at=until)
    await audit.note(unit, actor.person.id, Action.CONTACT_INVITED, f"member:{contact.member_id}")
    return token, until


async def bind(unit: Unit, actor: Actor, invitation: Invitation, contact: Contact) -> Contact:
    """Let whoever acts be the contact whom an invitation is for."""
    bound = await roster.bind(unit, contact, actor.person.id, actor_id=actor.person.id)
    await invitations.use(unit, invitation.id)
    await audit.note(unit, actor.person.id, Action.CONTACT_BOUND, f"member:{contact.member_id}")
    return bound
