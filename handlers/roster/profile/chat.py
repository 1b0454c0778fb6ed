"""`/profile`: contacts see what the roster says of each organisation they speak for, and propose what it should say."""

from telegram import Update
from telegram.ext import CommandHandler

from domain.errors import OutOfDateError
from domain.forms import Answers
from domain.proposals import ProposalKind, differing
from domain.roster import Contact, Member
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.filters import PRIVATE
from handlers.kit.forms import Form, FormFlow, State
from handlers.kit.messages import Message
from handlers.roster.profile import actions, desk, forms, screens
from handlers.roster.profile.forms import BEFORE, CONTACT
from locales.texts import N_, NP_
from storage import contacts, proposals

NOT_FOUND = N_("This is not to be found. /profile shows what is.")


async def _on_profile(_update: Update, context: EventContext) -> None:
    event = context.event
    spoken_for = await contacts.of_person(event.unit, event.who.person.id)
    if len(spoken_for) == 1:
        event.reply(await _profile(event, *spoken_for[0]))
    elif spoken_for:
        event.reply(screens.choice(spoken_for, event.texts))
    else:
        event.reply(screens.sentence(event.texts.say(screens.NO_CONTACT)))


async def _on_show(update: Update, context: EventContext) -> None:
    event = context.event
    found = await _pressed_for(event, update)
    if found is not None:
        event.rewrite(await _profile(event, *found))


async def _profile(event: Event, contact: Contact, member: Member) -> Message:
    speakers = await contacts.of_member(event.unit, member.id)
    waiting = await proposals.open_by(event.unit, event.who.person.id, member.id)
    return screens.profile(screens.Profile(contact, member, speakers, waiting), event.office, event.texts)


async def _pressed_for(event: Event, update: Update) -> tuple[Contact, Member] | None:
    """Return as which contact the presser speaks, and for whom; tell somebody who does not."""
    try:
        return await actions.spoken_for(event.unit, event.who, int(pressed(update).rpartition(":")[2]))
    except OutOfDateError:
        event.toast = Toast(event.texts.say(NOT_FOUND), alert=True)
        return None


# --- what they propose ----------------------------------------------------------------------------------------------


async def _on_edit(update: Update, context: EventContext) -> State:
    found = await _pressed_for(context.event, update)
    if found is None or ENTRY.just_begun(context.event):
        return None
    return await ENTRY.begin(context.event, forms.begun_from(*found))


async def _on_representative(update: Update, context: EventContext) -> State:
    found = await _pressed_for(context.event, update)
    if found is None or REPRESENTATIVE.just_begun(context.event):
        return None
    return await REPRESENTATIVE.begin(context.event, {CONTACT: found[0].id})


async def _finish_entry(event: Event, answers: Answers) -> Message:
    wanted = differing(answers[BEFORE], answers)
    return await _propose(event, answers, wanted) if wanted else screens.sentence(event.texts.say(screens.NOTHING_CHANGED))


async def _finish_representative(event: Event, answers: Answers) -> Message:
    changes = {step.key: answers.get(step.key) or "" for step in forms.REPRESENTATIVE_STEPS}
    return await _propose(event, answers, {ProposalKind.REPRESENTATIVE: changes})


async def _propose(event: Event, answers: Answers, wanted: actions.Wanted) -> Message:
    try:
        made, replaced = await actions.propose(event.unit, event.who, answers[CONTACT], wanted)
    except OutOfDateError:  # they no longer speak for the organisation
        return screens.sentence(event.texts.say(NOT_FOUND))
    for each in replaced:
        await desk.refresh(event, each.id)
    for each in made:
        await desk.post(event, each)
    return screens.proposed(made, event.texts)


ENTRY = FormFlow(
    Form(forms.ENTRY, NP_("form", "Change of the roster"), forms.ENTRY_STEPS, forms.consent_to_entry, _finish_entry)
)
REPRESENTATIVE = FormFlow(
    Form(
        forms.REPRESENTATIVE,
        NP_("form", "New representative"),
        forms.REPRESENTATIVE_STEPS,
        forms.consent_to_representative,
        _finish_representative,
    )
)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of a contact's side, made anew: the library keeps conversation states in them."""
    return (
        ENTRY.conversation([own_button(r"profile:edit:\d{1,15}", _on_edit)]),
        REPRESENTATIVE.conversation([own_button(r"profile:representative:\d{1,15}", _on_representative)]),
        CommandHandler("profile", _on_profile, PRIVATE),
        own_button(r"profile:show:\d{1,15}", _on_show),
    )
