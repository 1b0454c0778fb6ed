"""What the office does with an application: taking it into review, asking for more, and every decision about it.

A button holds for the version of the application it was drawn for; whoever comes second sees how it stands now. What people
sent goes to the private chat of the colleague who asks, never to the group.
"""

from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Update

from domain.applications import Application, Move, approval, can
from domain.audit import Action
from domain.instants import MINUTE
from domain.outbox import Report
from domain.roster import CodeTakenError
from handlers.applications import actions, desk, screens
from handlers.applications import desk_screens as shown
from handlers.applications.telling import NOT_TOLD, SUBJECT, tell_applicant, tell_desk
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.files import sending
from handlers.kit.menus import refresh_menu
from handlers.kit.messages import Message
from locales.texts import N_, Msg, Texts
from storage import applications, audit

OUT_OF_DATE = N_("This screen is out of date. It now shows how things stand.")
OTHERS_CASE = N_("This is for another colleague to decide: you have approved it already, or it is your own application.")
CODE_TAKEN = N_("A member with this credit code is in the roster already. Please look there first.")
TAKEN = N_("In review. The applicant has been told.")
AGREED = N_("Approved. A second colleague has to approve it as well.")
ADMITTED = N_("Admitted. The applicant has been told.")
SENT = N_("The files come to your private chat with me.")
ASKED = N_("Please reply to the message below.")


async def _on_act(update: Update, context: EventContext) -> None:
    event = context.event
    _, verb, number, version = pressed(update).split(":")
    button = press_of(update, event, None if verb in ONCE else MINUTE)
    if not desk.may(event) or await event.repeated(button):
        return
    application = await applications.by_id(event.unit, int(number))
    if application is None:
        event.toast = Toast(event.texts.say(desk.GONE), alert=True)
        return
    try:
        if application.version != int(version):
            raise OutOfDateError
        done = await VERBS[verb](event, application)
    except OutOfDateError:
        event.toast = Toast(event.texts.say(OUT_OF_DATE), alert=True)
        event.rewrite(await desk.whole(event, application))
    except actions.OthersCaseError:
        event.toast = Toast(event.texts.say(OTHERS_CASE), alert=True)
    except CodeTakenError:
        event.toast = Toast(event.texts.say(CODE_TAKEN), alert=True)
    else:
        if done is not None:
            await event.acknowledge(button, event.toast.text or event.texts.say(done))


async def _tell(event: Event, application: Application, worded: Callable[[Texts], Message]) -> None:
    """Tell the applicant; a colleague who decides about somebody whom nothing reaches learns that."""
    if not await tell_applicant(event, application, worded):
        event.toast = Toast(event.texts.say(NOT_TOLD))


async def _take(event: Event, application: Application) -> Msg:
    taken = await actions.take(event.unit, event.who, application)
    await _tell(event, taken, partial(screens.in_review, taken))
    event.rewrite(await desk.whole(event, taken))
    return TAKEN


async def _sure(event: Event, application: Application) -> None:
    two = event.office.profile.application.two_approvals
    how = approval(application, event.who.person.id, two=two)
    if how is None:
        raise actions.OthersCaseError
    if not can(application, how):
        raise OutOfDateError
    event.rewrite(shown.sure_to_approve(application, event.office, event.texts_here))


async def _approve(event: Event, application: Application) -> Msg:
    two, office = event.office.profile.application.two_approvals, event.office
    approved, member = await actions.approve(event.unit, event.who, office.zone, application, two=two)
    if member is not None:
        await _tell(event, approved, lambda texts: screens.welcome(approved, member, office, texts))
        await refresh_menu(event, approved.person_id)
    else:
        await tell_desk(event, approved)
    event.rewrite(await desk.whole(event, approved))
    return ADMITTED if member is not None else AGREED


async def _want_words(event: Event, application: Application, how: Move) -> Msg:
    """Ask for words to the applicant; which decision they go with stands in the subject of the row that asks."""
    if not can(application, how):
        raise OutOfDateError
    message = shown.words_wanted(application, how, event.who, event.texts_here)
    event.reply(message, subject=f"application-{how}:{application.id}")
    return ASKED


async def _send_files(event: Event, application: Application) -> Msg:
    """Send the papers to whoever asks, in private; that they did is on record."""
    chat, texts = int(event.who.channel.address), event.texts
    names = {each.key: each.name.in_(texts.language) for each in event.office.profile.application.documents}
    for key, content in (await applications.files_of(event.unit, application.id)).items():
        method, file = sending(content)
        caption = shown.paper(application, names.get(key, key)).caption()
        options = {"person": event.who.person, "subject": f"{SUBJECT}:{application.id}", "report": Report.TROUBLE}
        event.post(chat, method, file | caption, **options)
    await audit.note(event.unit, event.who.person.id, Action.APPLICATION_READ, application.reference)
    return SENT


VERBS: dict[str, Callable[[Event, Application], Awaitable[Msg | None]]] = {
    "take": _take,
    "sure": _sure,
    "approve": _approve,
    "ask": partial(_want_words, how=Move.ASK),
    "decline": partial(_want_words, how=Move.DECLINE),
    "files": _send_files,
}

ONCE = ("take", "approve")
"""What has its effect once, however often it is pressed; the rest is wanted again after a minute, a question at once."""


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of what the office does."""
    return (desk_button(rf"application:({'|'.join(VERBS)}):\d{{1,15}}:\d{{1,9}}", _on_act),)
