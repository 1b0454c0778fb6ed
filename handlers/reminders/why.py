"""“Why (not) reminded?”: every decision about a member's reminders, and what comes next, for any colleague who asks."""

from datetime import UTC, datetime

from telegram import Update

from domain.instants import MINUTE
from domain.ladders import Come, come, not_before, planned, steps_of
from domain.reminders import Obligation, State
from domain.roster import Member
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.hours import of_contact, of_office
from handlers.reminders import screens
from handlers.reminders.screens import Account, Next
from handlers.reminders.telling import readers_of
from locales.texts import N_
from storage import contacts, members, obligations, readers, reminders
from storage.facts import hold_through
from storage.readers import REMINDED

SHOWN = 3
"""How many obligations of a member are explained, the latest first."""

NO_MEMBER = N_("There is no such member.")


async def _on_why(update: Update, context: EventContext) -> None:
    event, button = context.event, press_of(update, context.event, lasting=MINUTE)
    if await event.repeated(button):
        return
    member = await members.by_id(event.unit, int(pressed(update).rpartition(":")[2]))
    if member is None:
        event.toast = Toast(event.texts.say(NO_MEMBER), alert=True)
        return
    theirs = await obligations.of_member(event.unit, member.id, SHOWN)
    lines = await reminders.lines_of(event.unit, [each.id for each in theirs])
    names = await contacts.names(event.unit, {line.contact for line in lines if line.contact is not None})
    accounts = [
        Account(each, [line for line in lines if line.obligation == each.id], await _next(event, member, each))
        for each in theirs
    ]
    hold = await hold_through(event.unit.connection)
    event.reply(screens.why(member, accounts, names, event.texts_here, hold=hold))
    await event.acknowledge(button)


async def _next(event: Event, member: Member, obligation: Obligation) -> Next | None:
    """Return which step comes next for whom; None when there is none."""
    ladder = event.office.profile.ladders.of(obligation.kind)
    steps = steps_of(ladder)
    to_come = [step for step in steps if obligation.reached is None or step > obligation.reached]
    if obligation.state is not State.OPEN or member.entry.state not in REMINDED or not to_come:
        return None
    ways = await readers.ways(event.unit, readers_of(event, obligation.kind), member.id)
    reader = ways[0] if ways and to_come[0] != steps[-1] else None
    hours = of_contact(event.office, ladder, reader.hours) if reader else of_office(event.office, ladder)
    works, now = event.office.working_time.is_working_day, event.unit.now
    at = planned(obligation.due_on, to_come[0], hours, works)
    at = at if at > now else not_before(now, hours, works) or now
    # Where several have come by then, the last of them is told.
    day = datetime.fromtimestamp(at / 1000, UTC).astimezone(hours.zone).date()
    then = come(obligation.due_on, obligation.reached, ladder, day, works) or Come(to_come[0])
    names = await contacts.names(event.unit, {reader.contact}) if reader else {}
    return Next(
        step=then.step,
        at=at,
        name=names[reader.contact] if reader else None,
        channel=reader.channel if reader else None,
        to_office=to_come[0] == steps[-1],
    )


def handlers() -> tuple[Handler, ...]:
    """Return the handler of the button below a member's entry."""
    return (desk_button(r"reminders:why:\d{1,15}", _on_why),)
