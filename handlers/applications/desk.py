"""What the office looks at: `/applications`, one application with all it holds, and an enquiry that becomes one."""

from functools import partial

from telegram import Update

from domain.applications import Application, alike
from domain.people import Role
from handlers.applications import actions, form, screens
from handlers.applications import desk_screens as shown
from handlers.applications import list_screens as lists
from handlers.applications.telling import tell_applicant
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.commands import staff_command
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.messages import Message
from locales.texts import N_
from storage import applications, enquiries, people

NOT_SECRETARY = N_("Only colleagues who see to applications can do this.")
GONE = N_("There is no such application any more.")
BEGUN = N_("Application {ref} has been begun; the enquirer is told how to go on.")
BEGUN_QUIETLY = N_("Application {ref} has been begun, but nothing reaches the enquirer. Please fill it in for them.")
BEGUN_BEFORE = N_("An application has been begun from this enquiry already.")


async def _on_applications(_update: Update, context: EventContext) -> None:
    event = context.event
    if may(event):
        event.reply(await _list(event, lists.View.OFFICE, 0))
    else:
        event.reply(shown.said(event.texts_here.say(NOT_SECRETARY)))


async def _on_list(update: Update, context: EventContext) -> None:
    event = context.event
    if may(event):
        _, _, view, page = pressed(update).split(":")
        event.rewrite(await _list(event, lists.View(view), int(page)))


async def _on_open(update: Update, context: EventContext) -> None:
    event = context.event
    if not may(event):
        return
    application = await applications.by_id(event.unit, int(pressed(update).rpartition(":")[2]))
    if application is None:
        event.toast = Toast(event.texts.say(GONE), alert=True)
    else:
        event.rewrite(await whole(event, application))


def may(event: Event) -> bool:
    """Return whether the presser sees to applications; tell others so."""
    sees_to_them = event.who.may(Role.SECRETARY)
    if not sees_to_them:
        event.toast = Toast(event.texts.say(NOT_SECRETARY), alert=True)
    return sees_to_them


async def _list(event: Event, view: lists.View, page: int) -> Message:
    counts = await applications.counts(event.unit)
    found = await applications.page(event.unit, lists.SHOWN[view], page * lists.PAGE, lists.PAGE)
    return lists.listing(view, page, found, counts, event.texts_here)


async def whole(event: Event, application: Application) -> Message:
    """Return one application with everything it holds, as it stands now."""
    unit, first = event.unit, application.approved_by
    file = shown.File(
        application=application,
        applicant=await people.by_id(unit, application.person_id),
        papers=tuple(await applications.files_of(unit, application.id)),
        alike=alike(application, await applications.others(unit, application)) if application.member_id is None else (),
        approved_by=(await people.by_id(unit, first)).name if first is not None else None,
    )
    return shown.whole(file, event.office, event.texts_here)


async def _on_enquiry(update: Update, context: EventContext) -> None:
    """Let an enquiry grow into an application: what it says is taken over, and the enquirer is told how to go on."""
    event, button = context.event, press_of(update, context.event)
    if not may(event) or await event.repeated(button):
        return
    enquiry = await enquiries.by_id(event.unit, int(pressed(update).rpartition(":")[2]))
    if enquiry is None:
        event.toast = Toast(event.texts.say(GONE), alert=True)
        return
    answers = form.from_enquiry(enquiry)
    begun = await actions.begin_from(event.unit, event.who, event.office.zone, enquiry, answers)
    if begun is None:
        event.toast = Toast(event.texts.say(BEGUN_BEFORE), alert=True)
        return
    told = await tell_applicant(event, begun, partial(screens.begun, begun))
    event.reply(shown.notice(begun, event.texts_here))
    await event.acknowledge(button, event.texts.say(BEGUN if told else BEGUN_QUIETLY).format(ref=begun.reference))


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of what the office looks at."""
    views = "|".join(lists.View)
    return (
        staff_command("applications", _on_applications),
        desk_button(rf"application:list:({views}):\d{{1,4}}", _on_list),
        desk_button(r"application:open:\d{1,15}", _on_open),
        desk_button(r"application:from:\d{1,15}", _on_enquiry),
    )
