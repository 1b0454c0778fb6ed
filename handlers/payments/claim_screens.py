"""What the treasurer sees of a claim, and what contacts are told when something has become of theirs."""

from collections.abc import Sequence

from domain.dues import Assessment, DuesEntry
from domain.payments import Claim, Payment
from handlers.kit.dues import ENTRY_KINDS
from handlers.kit.markup import Html, bold, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.payments.screens import LISTED, said
from locales.texts import Texts


def claim(found: Claim, entries: Sequence[DuesEntry], texts: Texts, note: str | None = None) -> Message:
    """Return a claim with everything that ever changed what it comes to; ``note`` stands above."""
    due, name = found.assessment, found.member.entry.name_in(texts.language)
    facts = [
        (texts.pgettext("label", "Year"), str(due.year)),
        (texts.pgettext("label", "Due"), texts.day(due.due_on)),
        (texts.pgettext("label", "Still to be paid"), texts.money(due.open_fen)),
    ]
    parts: list[Html] = [escape(f"{note}\n")] if note else []
    parts += [fill("<b>{reference}</b> · {name}", reference=due.reference, name=name)]
    parts += [labelled(label, value, texts) for label, value in facts]
    parts += [escape(""), *(_entry(each, texts) for each in entries)]
    return Message(
        lines(parts),
        rows(
            Button(texts.pgettext("button", "Waive or correct"), f"claim:adjust:{due.id}:{due.version}"),
            Button(texts.pgettext("button", "All payments"), "pay:latest"),
        ),
    )


def claims(found: Sequence[Claim], texts: Texts) -> Message:
    """Return what a search has found, with a button for each claim."""
    if not found:
        return said(texts._("Nothing has been found. A reference or part of a member’s name is enough."))
    shown = found[:LISTED]
    listed = [
        fill(
            "• {reference} · {name} · {amount}",
            reference=each.assessment.reference,
            name=each.member.entry.name_in(texts.language),
            amount=texts.money(each.assessment.open_fen),
        )
        for each in shown
    ]
    more = texts._("There are more. Please say more of the name.") if len(found) > LISTED else None
    buttons = [Button(each.assessment.reference, f"claim:show:{each.assessment.id}") for each in shown]
    heading = bold(texts._("Claims, and what is still to be paid"))
    return Message(lines((heading, *listed, escape(more) if more else None)), rows(*buttons, width=2))


def _entry(entry: DuesEntry, texts: Texts) -> Html:
    return fill(
        "{when} · {what} {amount} {why}",
        when=texts.moment(entry.at),
        what=texts.say(ENTRY_KINDS[entry.kind]),
        amount=texts.money(entry.fen),
        why=entry.payment_reference or entry.reason,
    )


# --- what contacts are told -----------------------------------------------------------------------------------------


def receipt(payment: Payment, due: Claim, fen: int, texts: Texts) -> Message:
    """Tell a contact that their member's payment has come in, and for what."""
    head = texts._("We have received your payment. Thank you!")
    facts = [
        (texts.pgettext("label", "Member"), due.member.entry.name_in(texts.language)),
        (texts.pgettext("label", "For"), _what_for(due.assessment, texts)),
        (texts.pgettext("label", "Amount"), texts.money(fen)),
        (texts.pgettext("label", "Received"), texts.day(payment.received.paid_on)),
        (texts.pgettext("label", "Payment number"), payment.reference),
    ]
    return Message(lines((bold(head), *(labelled(*fact, texts) for fact in facts), _what_now(due.assessment, texts))))


def taken_back(payment: Payment, due: Claim, texts: Texts) -> Message:
    """Tell a contact that what was said of a payment was a mistake."""
    text = texts._("Payment {payment} had been credited by mistake and has been taken back. We are sorry.")
    return _changed(fill(escape(text), payment=payment.reference), due, texts)


def adjusted(due: Claim, texts: Texts) -> Message:
    """Tell a contact that the office has changed what their member owes."""
    return _changed(escape(texts._("The office has changed what your organisation owes.")), due, texts)


def slip_rejected(due: Claim, reason: str, texts: Texts) -> Message:
    """Tell whoever sent a slip that no payment was recorded for it, and what to do."""
    text = texts._("No payment could be recorded for the slip you sent.")
    why = labelled(texts.pgettext("label", "Reason"), reason, texts)
    again = texts._("To send another one, please open /dues.")
    return Message(lines((_changed(escape(text), due, texts).text, why, escape(again))))


def not_told(due: Claim, texts: Texts) -> Message:
    """Tell colleagues that a contact did not hear what has become of a claim, or perhaps not."""
    text = texts._(
        "{name}: the message about {reference} did not reach the contact, or perhaps not. Please tell them in another way; "
        "/payment {reference} shows how things stand."
    )
    return said(text, name=due.member.entry.name_in(texts.language), reference=due.assessment.reference)


def _changed(what: Html, due: Claim, texts: Texts) -> Message:
    facts = [
        (texts.pgettext("label", "Member"), due.member.entry.name_in(texts.language)),
        (texts.pgettext("label", "For"), _what_for(due.assessment, texts)),
    ]
    return Message(lines((what, *(labelled(*fact, texts) for fact in facts), _what_now(due.assessment, texts))))


def _what_for(due: Assessment, texts: Texts) -> str:
    return texts._("dues for {year} ({reference})").format(year=due.year, reference=due.reference)


def _what_now(due: Assessment, texts: Texts) -> Html:
    """Say what is left to pay, and until when."""
    if due.open_fen <= 0:
        return escape(texts._("Nothing is left to pay for it."))
    text = texts._("Still to be paid: {amount}, by {day}. /dues shows how to pay.")
    return fill(escape(text), amount=texts.money(due.open_fen), day=texts.day(due.due_on))
