"""What the treasurer types, as forms: a payment, a part of one, what changes a claim, and why something is taken back."""

from domain import money, payments
from handlers.kit.event import Event, current
from handlers.kit.forms import Accepted, Form, FormFlow, Rejected, Step, choice
from handlers.kit.forms.offered import always
from handlers.kit.forms.parsers import brief
from handlers.kit.markup import Html, escape, fill
from handlers.payments import finishing
from locales.texts import N_, NP_

NO_SUM = N_("Please type a sum in yuan, for example: 12,345.00 or 1.2万.")
NO_DAY = N_("Please type a day that has come, for example: today, 3-15 or 2026-03-15.")
WRITES = N_("Sending records it at once; who did it stays on record.")
UNDOES = N_("Payment {reference} will count as never received; what it had paid is open again, and the contacts are told.")
REJECTS = N_("The slip for {reference} is rejected; its sender reads the reason.")


def _sum(text: str) -> Accepted | Rejected:
    """Read a sum; the answer is how it is written, from which it can be read again."""
    try:
        return Accepted(money.amount(money.parse(text)))
    except ValueError:
        return Rejected(NO_SUM)


def _day(text: str) -> Accepted | Rejected:
    found = payments.paid_on(text, current.get().today)
    return Accepted(found.isoformat()) if found else Rejected(NO_DAY)


def _consent(event: Event) -> Html:
    return escape(event.texts.say(WRITES))


def _what_is_taken_back(event: Event) -> Html:
    answers = event.forms["pay_reason"].answers
    what = UNDOES if "payment" in answers else REJECTS
    return fill(escape(event.texts.say(what)), reference=answers["reference"])


_AMOUNT = Step("amount", NP_("label", "Amount"), N_("How much, in yuan?"), parse=_sum)
_REASON = Step("reason", NP_("label", "Reason"), N_("For what reason? It stays on record."), parse=brief)

PAYMENT = FormFlow(
    Form(
        "pay_new",
        NP_("form", "Payment received"),
        (
            _AMOUNT,
            Step("paid_on", NP_("label", "Received"), N_("On which day did it come in?"), parse=_day),
            Step(
                "payer",
                NP_("label", "Payer"),
                N_("Who paid, as the bank names them? You may skip this."),
                parse=brief,
                optional=True,
            ),
            Step(
                "remark",
                NP_("label", "Remark"),
                N_("What does the remark say? You may skip this."),
                parse=brief,
                optional=True,
            ),
        ),
        _consent,
        finishing.record,
    )
)

PART = FormFlow(
    Form(
        "pay_part",
        NP_("form", "Place a payment"),
        (
            Step(
                "claim",
                NP_("label", "Claim"),
                N_("On which claim? Please type its reference, or a part of the member’s name."),
                parse=brief,
            ),
            Step(
                "amount",
                NP_("label", "Amount"),
                N_("How much of it, in yuan? Skip this for as much as can be placed."),
                parse=_sum,
                optional=True,
            ),
        ),
        _consent,
        finishing.place,
    )
)

ADJUSTMENT = FormFlow(
    Form(
        "pay_adjust",
        NP_("form", "Waiver or correction"),
        (
            Step(
                "how",
                NP_("label", "Change"),
                N_("What is to be done?"),
                choices=always(
                    (
                        choice("waive", NP_("change", "Waive a part or all")),
                        choice("less", NP_("change", "Correct: less is owed")),
                        choice("more", NP_("change", "Correct: more is owed")),
                    )
                ),
            ),
            _AMOUNT,
            _REASON,
        ),
        _consent,
        finishing.adjust,
    )
)

REASON = FormFlow(Form("pay_reason", NP_("form", "Reason"), (_REASON,), _what_is_taken_back, finishing.take_back))

FLOWS = (PAYMENT, PART, ADJUSTMENT, REASON)
