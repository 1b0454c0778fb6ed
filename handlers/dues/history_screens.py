"""What became of a member's dues, as a contact sees it, and the receipt for what was paid."""

from collections.abc import Mapping, Sequence

from domain.dues import Assessment, DuesEntry, EntryKind
from domain.instants import day_of
from domain.roster import Member
from handlers.dues.screens import YEARS, period, settled_claim, still_open, title
from handlers.kit.dues import ENTRY_KINDS
from handlers.kit.markup import Html, bold, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from locales.texts import Texts

ENTRIES = 12
"""How many entries of one claim are listed, the newest of them."""


def history(
    member: Member, claims: Sequence[Assessment], entries: Mapping[int, Sequence[DuesEntry]], office: Office, texts: Texts
) -> Message:
    """Return what became of the claims on a member, newest first, with a receipt for each payment."""
    parts, buttons = [bold(member.entry.name_in(texts.language))], []
    for claim in claims[: -YEARS - 1 : -1]:
        parts += [Html(), bold(f"{title(claim, texts)} · {claim.reference}")]
        shown = entries[claim.id][-ENTRIES:]
        parts += [Html("…")] if len(shown) < len(entries[claim.id]) else []
        parts += [_entry(each, office, texts) for each in shown]
        parts.append(still_open(claim, texts) if claim.open_fen > 0 else settled_claim(claim, texts))
        buttons += [_receipt_button(claim, payment, texts) for payment in _payments(shown).items()]
    return Message(lines(parts), rows(*buttons))


def _entry(entry: DuesEntry, office: Office, texts: Texts) -> Html:
    day = entry.paid_on if entry.kind is EntryKind.PAYMENT and entry.paid_on else day_of(entry.at, office.zone)
    words = [texts.day(day), texts.say(ENTRY_KINDS[entry.kind]), texts.money(entry.fen), entry.payment_reference]
    return escape(" · ".join(word for word in words if word))


def _payments(entries: Sequence[DuesEntry]) -> dict[int, str]:
    """Return the payments of which something stands among ``entries``: their references by their numbers."""
    received = {each.payment_id: -total(entries, each.payment_id) for each in entries if each.payment_id is not None}
    return {
        each.payment_id: each.payment_reference or "" for each in entries if each.payment_id and received[each.payment_id] > 0
    }


def total(entries: Sequence[DuesEntry], payment_id: int) -> int:
    """Return what the entries of one payment add to a claim, in fen: below zero what was paid."""
    return sum(each.fen for each in entries if each.payment_id == payment_id)


def _receipt_button(claim: Assessment, payment: tuple[int, str], texts: Texts) -> Button:
    label = texts.pgettext("button", "Receipt {reference}").format(reference=payment[1])
    return Button(label, f"dues:receipt:{claim.id}:{payment[0]}")


def receipt(claim: Assessment, member: Member, entries: Sequence[DuesEntry], office: Office, texts: Texts) -> Message:
    """Return the receipt for what ``entries`` of one payment have paid of a claim."""
    paid = entries[0]
    facts = (
        (texts.pgettext("label", "Number"), paid.payment_reference),
        (texts.pgettext("label", "Received on"), texts.day(paid.paid_on) if paid.paid_on else ""),
        (texts.pgettext("label", "From"), member.entry.name_in(texts.language)),
        (texts.pgettext("label", "Amount"), texts.money(-sum(each.fen for each in entries))),
        (texts.pgettext("label", "For"), f"{title(claim, texts)} ({period(claim, texts)}), {claim.reference}"),
    )
    return Message(
        lines(
            (
                bold(texts._("Receipt")),
                *(labelled(label, value, texts) for label, value in facts if value),
                "",
                escape(office.profile.name.in_(texts.language)),
                fill("<i>{no_invoice}</i>", no_invoice=texts._("This confirms what was received. It is not a tax invoice.")),
            )
        )
    )


def no_receipt(texts: Texts) -> str:
    """Return what is said where nothing of a payment counts any more."""
    return texts._("This payment has been taken back, so there is no receipt for it.")
