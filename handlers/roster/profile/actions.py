"""What contacts propose of the roster, and what colleagues decide about it. Nothing here knows Telegram.

Whom a contact speaks for is looked up for every act; of an organisation that is not theirs there is nothing.
"""

from collections.abc import Mapping

from domain.audit import Action
from domain.errors import OutOfDateError
from domain.people import Actor, Role
from domain.proposals import (
    Changes,
    Proposal,
    ProposalKind,
    ProposalState,
    changed_details,
    changed_entry,
    representative,
)
from domain.roster import Contact, Details, Member
from storage import audit, contacts, members, proposals, roster
from storage.unit import Unit

Wanted = Mapping[ProposalKind, Changes]
"""What is proposed, apart for each kind."""


class NotSecretaryError(Exception):
    """Somebody who does not see to the roster tried to decide what stands in it."""


async def spoken_for(unit: Unit, actor: Actor, contact_id: int) -> tuple[Contact, Member]:
    """Return as which contact the actor speaks, and for which member; raise `OutOfDateError` when they do not."""
    for contact, member in await contacts.of_person(unit, actor.person.id):
        if contact.id == contact_id:
            return contact, member
    raise OutOfDateError


async def propose(unit: Unit, actor: Actor, contact_id: int, wanted: Wanted) -> tuple[list[Proposal], list[Proposal]]:
    """Propose changes, and return them with what the actor had proposed in their place before."""
    _, member = await spoken_for(unit, actor, contact_id)
    me = actor.person.id
    replaced = [each for each in await proposals.open_by(unit, me, member.id) if each.kind in wanted]
    for each in replaced:
        await proposals.end(unit, each, ProposalState.WITHDRAWN, by=me)
    made = [
        await proposals.add(unit, member_id=member.id, person_id=me, kind=kind, changes=changes)
        for kind, changes in wanted.items()
    ]
    for each in made:
        await audit.note(unit, me, Action.PROPOSAL_MADE, f"proposal:{each.id}")
    return made, replaced


async def accept(unit: Unit, actor: Actor, proposal: Proposal, version: int) -> None:
    """Let the roster say what is proposed; ``version`` is the member's that the actor saw beside it."""
    needs_secretary(actor)
    member = await members.by_id(unit, proposal.member_id)
    if member is None or member.version != version:
        raise OutOfDateError
    me, proposer = actor.person.id, await _proposer(unit, proposal)
    await proposals.end(unit, proposal, ProposalState.ACCEPTED, by=me)
    match proposal.kind:
        case ProposalKind.ENTRY:
            wanted = changed_entry(member.entry, proposal.changes)
            await roster.change(unit, member, wanted, actor_id=me, reason=f"P-{proposal.id}")
        case ProposalKind.CONTACT if proposer is not None:
            await roster.change_contact(unit, proposer, changed_details(proposer.details, proposal.changes), actor_id=me)
        case ProposalKind.REPRESENTATIVE:
            like = proposer.details if proposer else Details(name="")
            await roster.add_contact(unit, member.id, representative(proposal.changes, like), actor_id=me)
        case _:
            raise OutOfDateError
    await audit.note(unit, me, Action.PROPOSAL_ACCEPTED, f"proposal:{proposal.id}")


async def decline(unit: Unit, actor: Actor, proposal: Proposal, reason: str) -> None:
    """Leave the roster as it is, for a reason that whoever proposed is told."""
    needs_secretary(actor)
    await proposals.end(unit, proposal, ProposalState.DECLINED, by=actor.person.id, reason=reason)
    await audit.note(unit, actor.person.id, Action.PROPOSAL_DECLINED, f"proposal:{proposal.id}")


def needs_secretary(actor: Actor) -> None:
    """Raise `NotSecretaryError` unless the actor sees to the roster at this moment."""
    if not actor.may(Role.SECRETARY):
        raise NotSecretaryError


async def _proposer(unit: Unit, proposal: Proposal) -> Contact | None:
    """Return as which contact whoever proposes speaks for the member; None when they no longer do."""
    speakers = await contacts.of_member(unit, proposal.member_id)
    return next((each for each in speakers if each.person_id == proposal.person_id), None)
