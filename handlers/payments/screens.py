"""What the treasurer sees: what came in, what of it is still to be placed, and for which claims it may be meant."""

from collections.abc import Sequence

from domain.payments import Candidate, Claim, Ground, Payment, Slip
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from locales.texts import N_, NP_, Texts

LISTED = 8
"""How many payments, claims or slips one message lists."""

NAME = 40
"""Characters shown of a name in a list."""

GROUNDS = {
    Ground.SLIP: NP_("why", "its slip"),
    Ground.REFERENCE: NP_("why", "reference named"),
    Ground.NAME: NP_("why", "payer’s name"),
    Ground.AMOUNT: NP_("why", "same amount"),
}

HEADINGS = {
    "latest": N_("Payments recorded last"),
    "unplaced": N_("Payments of which something is still to be placed"),
}


def said(text: str, **values: object) -> Message:
    """Return one sentence as a message."""
    return Message(fill(escape(text), **values))


def only_in_private(bot_name: str, texts: Texts) -> Message:
    """Say that money is dealt with in the treasurer's own chat."""
    return said(texts._("Payments are dealt with in private: please send /payment to @{bot}."), bot=bot_name)


def overview(view: str, found: Sequence[Payment], texts: Texts, *, waiting: int) -> Message:
    """Return a list of payments with a button for each, and the way to everything else."""
    nothing = texts._("There are none.")
    listed = [_listed(each, texts) for each in found] or [escape(nothing)]
    how = texts._("To find a payment or a claim: /payment and its reference, or the member’s name.")
    shown = (Button(each.reference, f"pay:show:{each.id}") for each in found)
    other = (
        Button(texts.pgettext("button", "Still to be placed"), "pay:unplaced")
        if view == "latest"
        else Button(texts.pgettext("button", "Recorded last"), "pay:latest")
    )
    slips = texts.ngettext("{number} slip waits", "{number} slips wait", waiting).format(number=waiting)
    return Message(
        lines((bold(texts.say(HEADINGS[view])), *listed, "", escape(how))),
        (
            *rows(*shown, width=2),
            (other, Button(slips, "pay:slips")),
            (Button(texts.pgettext("button", "Record a payment"), "pay:new"),),
        ),
    )


def slips(waiting: Sequence[tuple[Slip, Claim]], texts: Texts) -> Message:
    """Return the slips that wait, the oldest first."""
    heading = bold(texts._("Slips that wait"))
    if not waiting:
        return Message(lines((heading, escape(texts._("There are none.")))), rows(_home(texts)))
    listed = [
        fill("• {name} · {reference} · {when}", name=_name(claim, texts), reference=claim.assessment.reference, when=when)
        for slip, claim in waiting
        for when in (texts.moment(slip.sent_at),)
    ]
    buttons = [Button(_name(claim, texts), f"slip:show:{slip.id}") for slip, claim in waiting]
    return Message(lines((heading, *listed)), rows(*buttons, _home(texts)))


def slip(claim: Claim, number: int, texts: Texts) -> Message:
    """Return what stands below a slip while it waits; short enough for a caption."""
    heading = bold(texts._("Slip for {reference}").format(reference=claim.assessment.reference))
    return Message(
        lines((heading, escape(_name(claim, texts)), _still_due(claim, texts))),
        rows(
            Button(texts.pgettext("button", "Record the payment"), f"slip:record:{number}"),
            Button(texts.pgettext("button", "Reject the slip"), f"slip:reject:{number}"),
        ),
    )


def slip_decided(reference: str | None, texts: Texts) -> Message:
    """Say below a slip at the desk what was decided: under which ``reference`` it was recorded, None when it was rejected."""
    if reference is None:
        return said(texts._("This slip was rejected; its sender has been told why."))
    return said(texts._("This slip was recorded as payment {reference}."), reference=reference)


def payment(
    found: Payment,
    placed: Sequence[tuple[Claim, int]],
    meant_for: Sequence[Candidate],
    texts: Texts,
    note: str | None = None,
) -> Message:
    """Return a payment: what the statement says, where it went, and where the rest may belong; ``note`` stands above."""
    parts: list[Html] = [escape(f"{note}\n")] if note else []
    parts += [bold(found.reference), *_statement(found, texts)]
    if found.undone_at is not None:
        undone = texts._("Undone {when}: it counts as never received.").format(when=texts.moment(found.undone_at))
        return Message(lines((*parts, escape(undone))), rows(_home(texts)))
    parts += [_share(claim, fen, texts) for claim, fen in placed if fen]
    parts.append(labelled(texts.pgettext("label", "Still to be placed"), texts.money(found.rest), texts))
    if found.rest and meant_for:
        parts += [escape("\n" + texts._("It may be meant for:")), *(_candidate(each, texts) for each in meant_for)]
    elif found.rest:
        parts.append(escape("\n" + texts._("No open claim is like it. It stays on the list until it is placed.")))
    return Message(lines(parts), rows(*_ways_on(found, meant_for, texts)))


def claims_for(found: Payment, claims: Sequence[Claim], texts: Texts) -> Message:
    """Return the claims that a search has found, to place a payment on one of them."""
    meant_for = [Candidate(each, ()) for each in claims if each.assessment.open_fen > 0][:LISTED]
    text = texts._("No open claim has been found.")
    if meant_for:
        text = texts._("Which claim is it? For another amount than stands on the button, please give the claim’s reference.")
    return Message(
        lines((escape(text), *(_candidate(each, texts) for each in meant_for))), rows(*_ways_on(found, meant_for, texts))
    )


def _ways_on(found: Payment, meant_for: Sequence[Candidate], texts: Texts) -> list[Button]:
    this = f"{found.id}:{found.version}"
    buttons = []
    for each in meant_for:
        claim = each.claim.assessment
        fen = texts.money(min(found.rest, claim.open_fen))
        buttons.append(Button(clip(f"{claim.reference} ← {fen}", 64), f"pay:put:{this}:{claim.id}:{claim.version}"))
    if found.rest:
        buttons.append(Button(texts.pgettext("button", "Another claim or amount"), f"pay:part:{this}"))
    return [*buttons, Button(texts.pgettext("button", "Undo this payment"), f"pay:undo:{this}"), _home(texts)]


def _statement(found: Payment, texts: Texts) -> list[Html]:
    """Return what the bank statement says of a payment."""
    facts = [
        (texts.pgettext("label", "Amount"), texts.money(found.received.fen)),
        (texts.pgettext("label", "Received"), texts.day(found.received.paid_on)),
        (texts.pgettext("label", "Payer"), found.received.payer),
        (texts.pgettext("label", "Remark"), found.received.remark),
    ]
    return [labelled(label, value, texts) for label, value in facts if value]


def _listed(found: Payment, texts: Texts) -> Html:
    if found.undone_at is not None:
        stands = texts.pgettext("payment", "undone")
    elif found.rest:
        stands = texts._("{amount} to be placed").format(amount=texts.money(found.rest))
    else:
        stands = texts.pgettext("payment", "placed")
    return fill(
        "• {reference} · {day} · {amount} · {payer} · {stands}",
        reference=found.reference,
        day=texts.day(found.received.paid_on),
        amount=texts.money(found.received.fen),
        payer=clip(found.received.payer, NAME) or "—",
        stands=stands,
    )


def _share(claim: Claim, fen: int, texts: Texts) -> Html:
    return fill(
        escape(texts._("→ {amount} to {reference}, {name}")),
        amount=texts.money(fen),
        reference=claim.assessment.reference,
        name=_name(claim, texts),
    )


def _candidate(candidate: Candidate, texts: Texts) -> Html:
    claim = candidate.claim
    why = texts.pgettext("between the items of a list", ", ").join(texts.say(GROUNDS[each]) for each in candidate.grounds)
    line = fill(
        "• {reference} · {name} · {due}",
        reference=claim.assessment.reference,
        name=_name(claim, texts),
        due=_still_due(claim, texts),
    )
    return lines((line, fill("  <i>{why}</i>", why=why) if why else None))


def _still_due(claim: Claim, texts: Texts) -> Html:
    return escape(texts._("still due: {amount}").format(amount=texts.money(claim.assessment.open_fen)))


def _name(claim: Claim, texts: Texts) -> str:
    return clip(claim.member.entry.name_in(texts.language), NAME)


def _home(texts: Texts) -> Button:
    return Button(texts.pgettext("button", "All payments"), "pay:latest")
