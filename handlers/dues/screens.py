"""What a contact sees of dues: what is due, until when, and how it is paid."""

from collections.abc import Sequence
from datetime import date

from domain.dues import Assessment
from domain.profile import BankAccount
from domain.roster import Member
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from locales.texts import Texts

OPEN = 8
"""How many open claims one message lists; the older come first."""

YEARS = 3
"""For how many years past a message says what became of them."""

NAME = 60
"""Characters shown of an organisation's name on a button."""


def no_contact(texts: Texts) -> Message:
    """Say that dues are shown to contacts of members."""
    return Message(
        escape(
            texts._(
                "You are not registered as a contact of a member organisation, so I have no dues to show. If you are one, "
                "please write to the office here, and you will be sent an invitation."
            )
        )
    )


def choose(members: Sequence[Member], texts: Texts) -> Message:
    """Ask whose dues are to be shown."""
    buttons = [Button(clip(each.entry.name_in(texts.language), NAME), f"dues:show:{each.id}") for each in members]
    return Message(escape(texts._("Whose dues would you like to see?")), rows(*buttons))


def standing(member: Member, claims: Sequence[Assessment], today: date, office: Office, texts: Texts) -> Message:
    """Return how a member stands with its dues, and what can be done about it."""
    owed, settled = [each for each in claims if each.open_fen > 0], [each for each in claims if each.open_fen <= 0]
    tier = office.profile.tier(member.entry.tier)
    parts: list[Html | None] = [
        bold(member.entry.name_in(texts.language)),
        labelled(texts.pgettext("label", "Tier"), tier.name.in_(texts.language), texts) if tier else None,
        escape(texts._("Nothing is to be paid.")) if not owed else None,
    ]
    for claim in owed[:OPEN]:
        parts += [Html(), *open_claim(claim, today, texts)]
    if settled:
        parts += [Html(), *(settled_claim(each, texts) for each in settled[: -YEARS - 1 : -1])]
    several, buttons = len(owed) > 1, []
    for claim in owed[:OPEN]:
        buttons.append(
            tuple(_marked(each, claim, several=several) for each in (how_to_pay(claim, texts), i_have_paid(claim, texts)))
        )
    return Message(lines(parts), (*buttons, *rows(*_further(member, claims, texts))))


def _further(member: Member, claims: Sequence[Assessment], texts: Texts) -> list[Button]:
    history = [Button(texts.pgettext("button", "What was paid, receipts"), f"dues:paid:{member.id}")] if claims else []
    return [*history, Button(texts.pgettext("button", "Invoice details"), f"dues:invoice:{member.id}")]


def _marked(button: Button, claim: Assessment, *, several: bool) -> Button:
    return Button(f"{button.label} ({claim.year})", button.data) if several else button


def how_to_pay(claim: Assessment, texts: Texts) -> Button:
    """Return the button that shows how a claim is paid."""
    return Button(texts.pgettext("button", "How to pay"), f"dues:how:{claim.id}")


def i_have_paid(claim: Assessment, texts: Texts) -> Button:
    """Return the button behind which a payment slip is sent."""
    return Button(texts.pgettext("button", "I have paid: send the slip"), f"dues:slip:{claim.id}")


def open_claim(claim: Assessment, today: date, texts: Texts) -> list[Html]:
    """Return what is to be paid of a claim, for which time, and by when."""
    by = texts._("Due by {day}") if claim.due_on >= today else texts._("Was due by {day}")
    return [
        bold(title(claim, texts)),
        escape(period(claim, texts)),
        still_open(claim, texts),
        fill(escape(by), day=texts.day(claim.due_on)),
        labelled(texts.pgettext("label", "Reference"), _copied(claim.reference), texts),
    ]


def still_open(claim: Assessment, texts: Texts) -> Html:
    """Return what is still to be paid of a claim."""
    return fill(escape(texts._("Still to be paid: {amount}")), amount=bold(texts.money(claim.open_fen)))


def title(claim: Assessment, texts: Texts) -> str:
    """Return what a claim is called."""
    return texts._("Dues {year}").format(year=claim.year)


def period(claim: Assessment, texts: Texts) -> str:
    """Return for which days a claim is."""
    return texts._("{first} to {last}").format(first=texts.day(claim.begins_on), last=texts.day(claim.ends_on))


def settled_claim(claim: Assessment, texts: Texts) -> Html:
    """Say that nothing is to be paid of a claim."""
    if claim.open_fen < 0:
        too_much = texts._("{dues}: settled, {amount} too much was paid")
        return fill(escape(too_much), dues=title(claim, texts), amount=texts.money(-claim.open_fen))
    return fill(escape(texts._("{dues}: settled")), dues=title(claim, texts))


def _copied(text: str) -> Html:
    """Return what a tap copies."""
    return fill("<code>{text}</code>", text=text)


# --- how to pay -----------------------------------------------------------------------------------------------------


def paying(claim: Assessment, member: Member, account: BankAccount | None, today: date, texts: Texts) -> Message:
    """Return how a claim is paid."""
    if claim.open_fen <= 0:
        return Message(settled_claim(claim, texts))
    parts = [bold(member.entry.name_in(texts.language)), *open_claim(claim, today, texts), Html(), *ways(claim, account, texts)]
    return Message(lines(parts), rows(i_have_paid(claim, texts)))


def ways(claim: Assessment, account: BankAccount | None, texts: Texts) -> list[Html]:
    """Return the account to pay to, and what to write on the transfer."""
    if account is None:
        return [escape(texts._("The office will tell you where to pay: please write here, and a colleague answers."))]
    return [
        escape(texts._("Please pay by bank transfer:")),
        labelled(texts.pgettext("label", "Account holder"), account.holder, texts),
        labelled(texts.pgettext("label", "Bank"), account.bank, texts),
        labelled(texts.pgettext("label", "Account number"), _copied(account.number), texts),
        fill(
            escape(texts._("As the remark, please write {reference}, so that we know your payment.")),
            reference=_copied(claim.reference),
        ),
    ]
