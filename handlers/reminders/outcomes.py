"""How reminders ended: a refused one goes out on the contact's other channel, else to the next; in doubt none goes again."""

from dataclasses import replace

from domain.outbox import Reason, State
from domain.people import ChannelKind
from domain.reminders import Line, Told, Why
from handlers.kit.capability import Outcome
from handlers.kit.event import Event
from handlers.reminders.telling import passed_over, post_to_office, readers_of, say_unreached, tell_contacts
from storage import obligations, posts, readers, reminders

ENDS = {
    State.SENT: Told.SENT,
    State.FAILED: Told.FAILED,
    State.UNCERTAIN: Told.UNCERTAIN,
    State.CANCELLED: Told.CANCELLED,
}
"""What a row that has ended says of its line."""


async def line_ended(event: Event, outcome: Outcome) -> None:
    """Note in the ledger what became of a reminder, and see to one that was refused."""
    line = await reminders.line(event.unit, outcome.about)
    if line is None or line.state is not Told.QUEUED:
        return
    ended = ENDS[State(outcome.state)]
    if line.contact is None and ended is not Told.SENT and await _others_hear(event, outcome):
        return
    if ended is Told.CANCELLED:  # called back while its call was under way; the line says already why
        superseded = line.reason == Why.LATER_STEP
        await reminders.end(event.unit, line.id, Told.SUPERSEDED if superseded else ended, line.reason)
        await obligations.back_to_last_told(event.unit, [line.obligation])
        return
    await reminders.end(event.unit, line.id, ended, outcome.reason or "")
    if line.contact is not None and ended is Told.FAILED:
        if line.channel == ChannelKind.MAIL and outcome.reason == Reason.UNREACHABLE:
            address = await posts.recipient_of(event.unit, outcome.row)
            await reminders.mail_refused(event.unit, line.contact, address or "")
        await fall_back(event, line)


async def fall_back(event: Event, line: Line) -> None:
    """Tell the same step on the next way that has not been tried, unless it no longer matters."""
    owed = await readers.owed(event.unit, line.obligation)
    if owed is None:
        return
    if owed.reached != line.step:
        await reminders.write_down(event.unit, [passed_over(line.obligation, line.step, line.contact)])
        return
    tried = {(each.contact, each.channel) for each in await reminders.lines_of(event.unit, [owed.id]) if each.step == line.step}
    ways = await readers.ways(event.unit, readers_of(event, owed.kind), owed.member)
    ways.sort(key=lambda way: way.contact != line.contact)  # first the other channel of the same contact
    way = next((each for each in ways if (each.contact, each.channel) not in tried), None)
    if way is not None:
        await tell_contacts(event, owed.kind, [(replace(owed, way=way), line.step)])
    else:
        await say_unreached(event, [(owed, line.step)])


async def _others_hear(event: Event, outcome: Outcome) -> bool:
    """Say whether another chat of the desk hears of it: the owners in private what the staff group did not take."""
    if await posts.about(event.unit, outcome.subject):
        return True
    chat, call = await posts.recipient_of(event.unit, outcome.row), await posts.call_of(event.unit, outcome.row)
    owners = sorted(event.office.owner_ids)
    if call is None or chat != str(event.office.staff_chat):
        return False
    for owner in owners:
        post_to_office(event, outcome.about, owner, call[1])
    return bool(owners)
