"""The applicant's side: `/apply`, going on with a draft, what /status says of it, and taking it back.

A colleague fills in the same form for somebody who applies by letter, by a link below the application.
"""

from telegram import Update
from telegram.ext import CommandHandler, filters

from domain.applications import OPEN, WITH_APPLICANT, Application
from domain.forms import Answers
from domain.instants import DAY
from handlers.applications import actions, form, screens
from handlers.applications.desk_screens import said
from handlers.applications.telling import tell_applicant, tell_desk
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.filters import BY_STAFF, PRIVATE
from handlers.kit.forms import Form, FormFlow, State
from handlers.kit.messages import Message
from locales.texts import N_, NP_
from storage import applications

KEPT = 30 * DAY
"""How long a half-filled application is kept: papers take their time."""

SHOWN = 5
"""How many applications /status shows."""

OUT_OF_DATE = N_("This has changed meanwhile. /status shows how it stands now.")
NOT_SENT = N_("This was not sent: the application has been decided or changed meanwhile. /status shows how it stands now.")
NOTHING_CHANGED = N_("Nothing has been changed.")
NOT_SECRETARY = N_("Only colleagues who see to applications can do this.")


async def _finish(event: Event, answers: Answers) -> Message:
    kept, files = form.split(answers)
    unit, who, office = event.unit, event.who, event.office
    try:
        application = await actions.submit(
            unit, who, office.zone, office.profile, answers=kept, files=files, about=answers.get(form.ABOUT)
        )
    except OutOfDateError:
        return said(event.texts.say(NOT_SENT))
    await tell_desk(event, application)
    if application.person_id == who.person.id:
        return screens.submitted(application, event.texts)
    told = await tell_applicant(event, application, lambda texts: screens.submitted(application, texts))
    return screens.submitted_for(application, event.texts, told=told)


FLOW = FormFlow(Form(form.KIND, NP_("form", "Application"), form.STEPS, form.consent, _finish, KEPT))


async def _on_apply(_update: Update, context: EventContext) -> State:
    event = context.event
    draft = await actions.waiting(event.unit, event.who)
    return await FLOW.begin(event, await _given(event, draft, for_them=False) if draft is not None else None)


async def _on_go(update: Update, context: EventContext) -> State:
    event = context.event
    if FLOW.just_begun(event):
        return None
    try:
        application = await actions.owned(event.unit, event.who, int(pressed(update).rpartition(":")[2]))
        if application.state not in WITH_APPLICANT:
            raise OutOfDateError
    except OutOfDateError:
        event.toast = Toast(event.texts.say(OUT_OF_DATE), alert=True)
        return None
    return await FLOW.begin(event, await _given(event, application, for_them=False))


async def _on_fill(update: Update, context: EventContext) -> State:
    """Let a colleague fill in the form of somebody who applies by letter."""
    event, words = context.event, (update.message.text or "") if update.message else ""
    application = await applications.by_id(event.unit, int(words.rpartition("-")[2]))
    try:
        actions.needs_secretary(event.who)
    except actions.NotSecretaryError:
        event.reply(said(event.texts.say(NOT_SECRETARY)))
        return None
    if application is None or application.state not in WITH_APPLICANT:
        event.reply(said(event.texts.say(NOT_SENT)))
        return None
    return await FLOW.begin(event, await _given(event, application, for_them=application.person_id != event.who.person.id))


async def _given(event: Event, application: Application, *, for_them: bool) -> Answers:
    return form.given(application, await applications.files_of(event.unit, application.id), for_them=for_them)


# --- where it stands, and taking it back ----------------------------------------------------------------------------


async def tell_standing(event: Event) -> bool:
    """Tell a person where each of their applications stands; return whether there are any."""
    found = await applications.of_person(event.unit, event.who.person.id, SHOWN)
    for application in reversed(found):
        event.reply(screens.standing(application, event.texts))
    return bool(found)


async def _on_withdraw(update: Update, context: EventContext) -> None:
    event = context.event
    if (application := await _claimed(event, pressed(update))) is not None:
        event.rewrite(screens.sure_to_withdraw(application, event.texts))


async def _on_yes(update: Update, context: EventContext) -> None:
    event, button = context.event, pressed(update)
    if await event.repeated(button):
        return
    if (application := await _claimed(event, button)) is not None:
        application = await actions.withdraw(event.unit, event.who, application)
        event.rewrite(screens.withdrawn(application, event.texts))
        await tell_desk(event, application)
        await event.acknowledge(button)


async def _on_keep(update: Update, context: EventContext) -> None:
    event = context.event
    if (application := await _claimed(event, pressed(update))) is not None:
        event.rewrite(screens.standing(application, event.texts))
        event.toast = Toast(event.texts.say(NOTHING_CHANGED))


async def _claimed(event: Event, button: str) -> Application | None:
    """Return the person's open application that a button names in the version it has; say so when there is none."""
    _, _, number, version = button.split(":")
    try:
        application = await actions.owned(event.unit, event.who, int(number))
        if application.version != int(version) or application.state not in OPEN:
            raise OutOfDateError
    except OutOfDateError:
        event.toast = Toast(event.texts.say(OUT_OF_DATE), alert=True)
        return None
    return application


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the applicant's side, made anew: the library keeps conversation states in them."""
    return (
        FLOW.conversation(
            [
                CommandHandler("apply", _on_apply, PRIVATE),
                CommandHandler("start", _on_fill, PRIVATE & BY_STAFF & filters.Regex(r"\A/start(@\w+)? fill-\d{1,15}\Z")),
                own_button(r"application:go:\d{1,15}", _on_go),
            ]
        ),
        own_button(r"application:withdraw:\d{1,15}:\d{1,9}", _on_withdraw),
        own_button(r"application:yes:\d{1,15}:\d{1,9}", _on_yes),
        own_button(r"application:keep:\d{1,15}:\d{1,9}", _on_keep),
    )
