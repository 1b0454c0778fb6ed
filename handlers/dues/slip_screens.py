"""What is said of a payment slip: to who sent it, and to colleagues below the copy they get."""

from domain.dues import Assessment
from domain.roster import Member
from handlers.dues.screens import title
from handlers.kit.markup import bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from locales.texts import Texts

NAME = 80
"""Characters shown of a name below a slip, where there is less room than in a message."""


def received(claim: Assessment, texts: Texts) -> Message:
    """Say that a slip has come, and what follows."""
    came = texts._("Your slip for {dues} ({reference}) is with the office.")
    follows = texts._("You will be told when the payment has been recorded, or if something is unclear.")
    return Message(lines((fill(escape(came), dues=title(claim, texts), reference=claim.reference), escape(follows))))


def at_desk(number: int, claim: Assessment, member: Member, sender: str, texts: Texts) -> Message:
    """Return what stands below a slip at the desk."""
    return Message(
        lines(
            (
                bold(texts._("Payment slip: {dues}").format(dues=title(claim, texts))),
                labelled(texts.pgettext("label", "Member"), clip(member.entry.name_in(texts.language), NAME), texts),
                labelled(texts.pgettext("label", "Reference"), claim.reference, texts),
                labelled(texts.pgettext("label", "Still to be paid"), texts.money(claim.open_fen), texts),
                labelled(texts.pgettext("label", "Sent by"), clip(sender, NAME), texts),
            )
        ),
        rows(
            Button(texts.pgettext("button", "Record the payment"), f"slip:record:{number}"),
            Button(texts.pgettext("button", "Reject the slip"), f"slip:reject:{number}"),
        ),
    )
