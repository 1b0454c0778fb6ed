"""What colleagues see of a proposal: what the roster says, what it shall say, and what was decided."""

import re
from dataclasses import dataclass

from domain.people import Actor
from domain.proposals import Proposal, ProposalKind, ProposalState
from domain.roster import Contact, ContactRole, Member
from handlers.kit.forms import Step
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from handlers.roster.fields import OF_CONTACT
from handlers.roster.profile.forms import ENTRY_STEPS, REPRESENTATIVE_STEPS
from handlers.roster.profile.screens import NAME
from locales.texts import N_, Texts

WHY = re.compile(r"✗ P-\d{1,15} · ")
"""How a question begins whose reply is the reason for declining a proposal."""

DECIDED = {
    ProposalState.ACCEPTED: N_("✓ Accepted by {who}. Whoever proposed it has been told."),
    ProposalState.DECLINED: N_("✗ Declined by {who}: {reason}"),
    ProposalState.WITHDRAWN: N_("Taken back."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card of a proposal shows. ``proposer``: as which contact they speak for the member, None when they do not."""

    proposal: Proposal
    member: Member
    proposed_by: str
    proposer: Contact | None
    representative: Contact | None
    decided_by: str = ""


def card(shown: Shown, office: Office, texts: Texts) -> Message:
    """Return the card of a proposal, with buttons as long as it is open."""
    proposal = shown.proposal
    return Message(
        lines(
            (
                fill("✎ P-{number} · {name}", number=proposal.id, name=bold(clip(shown.member.entry.name, NAME))),
                fill(escape(texts._("{who} proposes for the roster:")), who=bold(clip(shown.proposed_by, NAME))),
                *_changes(shown, office, texts),
                *_standing(shown, texts),
            )
        ),
        _buttons(shown, texts) if proposal.state is ProposalState.OPEN else (),
    )


def _changes(shown: Shown, office: Office, texts: Texts) -> list[Html]:
    proposal = shown.proposal
    accepted = proposal.state is ProposalState.ACCEPTED  # the roster says it already
    if proposal.kind is ProposalKind.REPRESENTATIVE:
        until_now = labelled(texts._("Until now"), shown.representative.details.name if shown.representative else "—", texts)
        told = [_line(step, proposal.changes.get(step.key), office, texts) for step in REPRESENTATIVE_STEPS]
        return [bold(texts._("A new representative")), *told, *([] if accepted else [until_now])]
    found = []
    about = shown.member.entry if proposal.kind is ProposalKind.ENTRY else shown.proposer and shown.proposer.details
    for step in ENTRY_STEPS:
        if step.key in proposal.changes:
            now = getattr(about, step.key, None)
            before = step.show(list(now) if isinstance(now, tuple) else now, office, texts)
            after = step.show(proposal.changes[step.key], office, texts)
            label = OF_CONTACT[step.key].label if proposal.kind is ProposalKind.CONTACT else step.label
            found.append(labelled(texts.say(label), after if accepted else f"{before} → {after}", texts))
    return found


def _line(step: Step, value: object, office: Office, texts: Texts) -> Html:
    return labelled(texts.say(step.label), step.show(value, office, texts), texts)


def _standing(shown: Shown, texts: Texts) -> list[Html]:
    proposal = shown.proposal
    if proposal.state in DECIDED:
        said = escape(texts.say(DECIDED[proposal.state]))
        found = [fill("\n" + said, who=shown.decided_by, reason=proposal.reason)]
        if proposal.state is ProposalState.ACCEPTED and proposal.kind is ProposalKind.REPRESENTATIVE:
            found.append(escape(texts._("Please send them an invitation: /members.")))
        return found
    if shown.proposer is None:
        return [escape("\n" + texts._("They no longer speak for this member."))]
    return []


def _buttons(shown: Shown, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    proposal = shown.proposal
    decline = Button(texts.pgettext("proposal", "Decline"), f"proposal:decline:{proposal.id}:{shown.member.version}")
    if proposal.kind is ProposalKind.CONTACT and shown.proposer is None:
        return rows(decline)
    accept = Button(texts.pgettext("button", "Accept"), f"proposal:accept:{proposal.id}:{shown.member.version}")
    return rows(accept, decline, width=2)


def why(proposal: Proposal, member: Member, actor: Actor, texts: Texts) -> Message:
    """Ask why a proposal is declined; the reply to this message is told to whoever proposed it."""
    asked = texts._("{who}, please reply to this message with the reason for declining; whoever proposed it reads it.")
    head = fill("✗ P-{number} · {name}", number=proposal.id, name=clip(member.entry.name, NAME))
    return Message(lines((head, fill(escape(asked), who=clip(actor.person.name, NAME)))), asks=True)


def current_representative(speakers: list[Contact]) -> Contact | None:
    """Return who represents a member now."""
    return next((each for each in speakers if ContactRole.REPRESENTATIVE in each.details.roles), None)
