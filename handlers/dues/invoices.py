"""What an invoice for dues must say: a short form, which begins with what the roster knows already."""

from dataclasses import replace

from telegram import Update

from domain.forms import Answers
from handlers.dues import access
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, pressed
from handlers.kit.forms import Form, FormFlow, State, Step, parsers
from handlers.kit.markup import Html, escape, fill
from handlers.kit.messages import Message
from locales.texts import N_, NP_
from storage import roster

ON_INVOICES = N_("Invoices for the dues of {organisation} will be made out like this.")
STORED = N_("Thank you. Invoices for the dues of {organisation} will be made out to {title}.")


async def _finish(event: Event, answers: Answers) -> Message:
    member = await access.member(event, answers["member"])
    if member is None:
        return Message(escape(event.texts.say(access.NOT_FOUND)))
    entry = replace(member.entry, invoice_title=answers["title"], invoice_code=answers["code"] or "")
    await roster.change(event.unit, member, entry, actor_id=event.who.person.id)
    organisation = entry.name_in(event.texts.language)
    return Message(fill(escape(event.texts.say(STORED)), organisation=organisation, title=entry.invoice_title))


def _consent(event: Event) -> Html:
    stored = FLOW.unfinished(event)
    organisation = stored.answers["organisation"] if stored else ""
    return fill(escape(event.texts.say(ON_INVOICES)), organisation=organisation)


FLOW = FormFlow(
    Form(
        "dues_invoice",
        NP_("form", "Invoice details"),
        (
            Step(
                "title",
                NP_("label", "Invoice title"),
                N_("To whom is the invoice made out? Please give the organisation’s full registered name."),
                parse=parsers.line(200, N_("That is too long for a name: 200 characters at most, please.")),
            ),
            Step(
                "code",
                NP_("label", "Taxpayer number"),
                N_("Which taxpayer number stands on it? For most it is the unified social credit code. You may skip this."),
                parse=parsers.credit_code,
                optional=True,
            ),
        ),
        _consent,
        _finish,
    )
)


async def _on_invoice(update: Update, context: EventContext) -> State:
    event = context.event
    member = await access.member(event, int(pressed(update).rpartition(":")[2]))
    if member is None or FLOW.just_begun(event):
        return None
    entry = member.entry
    about = {"member": member.id, "organisation": entry.name_in(event.texts.language)}
    known = {"title": entry.invoice_title or entry.name, "code": entry.invoice_code or entry.credit_code}
    return await FLOW.begin(event, about | {key: value for key, value in known.items() if value})


def handler() -> Handler:
    """Return the handler of the form, made anew: the library keeps conversation states in it."""
    return FLOW.conversation([own_button(r"dues:invoice:\d{1,15}", _on_invoice)])
