"""A contact shows that they have paid: a picture or paper goes to the treasurer's queue, and a copy to the desk at once."""

from telegram import Update

from domain.audit import Action
from domain.forms import Answers
from handlers.dues import access, slip_screens
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.desk import desk_texts, open_chats
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.files import Content, sending
from handlers.kit.forms import Form, FormFlow, Paper, State, Step
from handlers.kit.markup import Html, escape, fill
from handlers.kit.messages import Message
from locales.texts import N_, NP_
from storage import audit, slip_queue

SUBJECT = "slip"
"""First word of the subjects of the posts that show a slip to colleagues; its number follows."""

MOST = 5
"""How many slips for one claim can wait: more would only bury the others."""

PAID = N_("This has been paid already. Thank you!")
ENOUGH = N_("Your slips for this are with the office, which has not looked at them yet. Please wait for its answer.")
SEEN_BY = N_("For {reference}. Colleagues of the office will see this file and who sent it.")

FILE = Paper("file", lambda texts: texts.pgettext("document", "Payment slip"))


async def _finish(event: Event, answers: Answers) -> Message:
    claim = await access.claim(event, answers["claim"])
    refusal = await _refusal(event, claim)
    if claim is None or refusal is not None:
        return Message(escape(refusal or event.texts.say(access.NOT_FOUND)))
    content, sender = answers["slip"][FILE.key], event.who.person
    number = await slip_queue.add(event.unit, claim.assessment.id, sender.id, content)
    await audit.note(event.unit, sender.id, Action.SLIP_SENT, claim.assessment.reference)
    await _show_at_desk(event, claim, number, content)
    return slip_screens.received(claim.assessment, event.texts)


async def _refusal(event: Event, claim: access.Claim | None) -> str | None:
    """Return why no slip can be sent for a claim, None when one can."""
    if claim is None:
        return event.texts.say(access.NOT_FOUND)
    if claim.assessment.open_fen <= 0:
        return event.texts.say(PAID)
    if await slip_queue.count_waiting_for(event.unit, claim.assessment.id) >= MOST:
        return event.texts.say(ENOUGH)
    return None


async def _show_at_desk(event: Event, claim: access.Claim, number: int, content: Content) -> None:
    method, file = sending(content)
    for chat in await open_chats(event):
        texts = await desk_texts(event, chat)
        card = slip_screens.at_desk(number, claim.assessment, claim.member, event.who.person.name, texts)
        event.post(chat, method, file | card.caption(), subject=f"{SUBJECT}:{number}")


def _consent(event: Event) -> Html:
    stored = FLOW.unfinished(event)
    return fill(escape(event.texts.say(SEEN_BY)), reference=stored.answers["reference"] if stored else "")


FLOW = FormFlow(
    Form(
        "dues_slip",
        NP_("form", "Payment slip"),
        (
            Step(
                "slip",
                NP_("label", "File"),
                N_("Please send the bank’s slip or confirmation of the payment, as a picture or a file."),
                papers=lambda _office: (FILE,),
            ),
        ),
        _consent,
        _finish,
    )
)


async def _on_slip(update: Update, context: EventContext) -> State:
    event = context.event
    claim = await access.claim(event, int(pressed(update).rpartition(":")[2]))
    refusal = await _refusal(event, claim)
    if claim is None or refusal is not None:
        event.toast = Toast(refusal or "", alert=True)
        return None
    if FLOW.just_begun(event):
        return None
    return await FLOW.begin(event, {"claim": claim.assessment.id, "reference": claim.assessment.reference})


def handler() -> Handler:
    """Return the handler of the form, made anew: the library keeps conversation states in it."""
    return FLOW.conversation([own_button(r"dues:slip:\d{1,15}", _on_slip)])
