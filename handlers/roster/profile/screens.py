"""What contacts see: their organisation as the roster has it, and what became of what they propose."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.proposals import Proposal, ProposalKind
from domain.roster import Contact, Member
from handlers.kit.forms.offered import KINDS
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from handlers.kit.roster import STATES, listed, roles
from handlers.roster.profile.forms import ENTRY_STEPS, REPRESENTATIVE_STEPS
from locales.texts import N_, Texts

NO_CONTACT = N_(
    "You are not registered as a contact of a member organisation. If you should be, please write to us here and ask for an "
    "invitation."
)
NOTHING_CHANGED = N_("Nothing differs from what stands in the roster, so nothing was proposed.")

LISTED = 15
"""How many contacts are listed."""

NAME = 60
"""Characters shown of a name on a button or in a line of its own."""


def sentence(text: str) -> Message:
    """Return a sentence as a message."""
    return Message(escape(text))


def choice(spoken_for: Sequence[tuple[Contact, Member]], texts: Texts) -> Message:
    """Ask which of several organisations is meant."""
    buttons = (
        Button(clip(member.entry.name_in(texts.language), NAME), f"profile:show:{contact.id}") for contact, member in spoken_for
    )
    return Message(escape(texts._("You are a contact of several member organisations. Which one is meant?")), rows(*buttons))


@dataclass(frozen=True, slots=True)
class Profile:
    """What a contact sees of their organisation: who else speaks for it, and which proposals of theirs wait."""

    contact: Contact
    member: Member
    speakers: Sequence[Contact]
    waiting: Sequence[Proposal]


def profile(shown: Profile, office: Office, texts: Texts) -> Message:
    """Show what the roster says of a contact's organisation, and what can be proposed."""
    contact, member = shown.contact, shown.member
    buttons = (
        Button(texts.pgettext("button", "Propose a change"), f"profile:edit:{contact.id}"),
        Button(texts.pgettext("button", "Propose a new representative"), f"profile:representative:{contact.id}"),
    )
    parts = (
        bold(member.entry.name),
        *_entry(member, office, texts),
        "",
        bold(texts._("Contacts")),
        *_speakers(shown.speakers, texts),
        "",
        bold(texts._("What we know of you")),
        *_own(contact, office, texts),
        *(_waiting(each, texts) for each in shown.waiting),
    )
    return Message(lines(parts), rows(*buttons))


def _entry(member: Member, office: Office, texts: Texts) -> list[Html]:
    entry, tier = member.entry, office.profile.tier(member.entry.tier)
    kind = next(each.label(texts) for each in KINDS if each.value == entry.kind)
    facts = [
        (texts.pgettext("label", "State"), texts.say(STATES[entry.state])),
        (texts.pgettext("label", "Tier"), tier.name.in_(texts.language) if tier else entry.tier),
        (texts.pgettext("label", "Member since"), texts.day(entry.joined_on)),
        (texts.pgettext("label", "Kind"), kind),
        (texts.pgettext("label", "Credit code"), entry.credit_code or "—"),
    ]
    proposable = [
        (texts.say(step.label), step.show(_value(getattr(entry, step.key)), office, texts))
        for step in ENTRY_STEPS
        if hasattr(entry, step.key)
    ]
    return [labelled(label, value, texts) for label, value in (*facts, *proposable)]


def _own(contact: Contact, office: Office, texts: Texts) -> list[Html]:
    steps = (step for step in ENTRY_STEPS if hasattr(contact.details, step.key))
    return [
        labelled(texts.say(step.label), step.show(getattr(contact.details, step.key), office, texts), texts) for step in steps
    ]


def _speakers(speakers: Sequence[Contact], texts: Texts) -> list[Html]:
    more = fill(escape(texts._("and {number} more")), number=len(speakers) - LISTED)
    return [*(_speaker(each, texts) for each in speakers[:LISTED]), *([more] if len(speakers) > LISTED else [])]


def _speaker(contact: Contact, texts: Texts) -> Html:
    held = roles(contact.details.roles, texts)
    return fill("• {name}{roles}", name=clip(contact.details.name, NAME), roles=f" · {held}" if held else "")


def _waiting(proposal: Proposal, texts: Texts) -> Html:
    what = texts._("⏳ P-{number}: {what} – waits for the office.")
    steps = REPRESENTATIVE_STEPS if proposal.kind is ProposalKind.REPRESENTATIVE else ENTRY_STEPS
    named = [texts.say(step.label) for step in steps if step.key in proposal.changes]
    if proposal.kind is ProposalKind.REPRESENTATIVE:
        named = [texts._("a new representative")]
    return fill("\n" + escape(what), number=proposal.id, what=listed(named, texts))


def proposed(made: Sequence[Proposal], texts: Texts) -> Message:
    """Say that the office has what was proposed, and what happens next."""
    said = texts._("Thank you. The office has your proposal ({numbers}) and will tell you here what it decides.")
    return sentence(said.format(numbers=", ".join(f"P-{each.id}" for each in made)))


def accepted(proposal: Proposal, member: Member, texts: Texts) -> Message:
    """Tell whoever proposed that it holds now."""
    said = texts._("The roster says it now: your proposal P-{number} for {name} is accepted. /profile shows the entry.")
    if proposal.kind is ProposalKind.REPRESENTATIVE:
        said = texts._(
            "Your proposal P-{number} for {name} is accepted: {who} represents it now. The office sends them an invitation."
        )
    name, who = bold(member.entry.name_in(texts.language)), proposal.changes.get("name", "")
    return Message(fill(escape(said), number=proposal.id, name=name, who=who))


def declined(proposal: Proposal, member: Member, texts: Texts) -> Message:
    """Tell whoever proposed why the roster stays as it is."""
    said = texts._("The roster stays as it is: your proposal P-{number} for {name} was declined. The office writes: {reason}")
    name = bold(member.entry.name_in(texts.language))
    return Message(fill(escape(said), number=proposal.id, name=name, reason=proposal.reason))


def _value(value: object) -> object:
    """Return a value of the entry as forms have it."""
    return list(value) if isinstance(value, tuple) else value
