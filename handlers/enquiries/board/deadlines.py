"""Who has waited too long is brought up among colleagues: once after some working hours, and once more a working day later.

Only in office hours, and each wait only so often: what is stored is how often, so neither a doubled tick nor one that comes
after days changes what is said.
"""

from bisect import bisect_right
from collections.abc import Callable

from domain.instants import DAY, HOUR
from domain.outbox import Lane, OnDoubt
from handlers.enquiries.board import screens
from handlers.enquiries.board.links import jumps
from handlers.kit.desk import desk_texts, open_chats
from handlers.kit.event import Event
from handlers.kit.office import Office
from storage import desk

LISTED = 15
"""How many enquiries one message names."""

LONGEST = 60 * DAY
"""Two months, longer than any deadline: whoever has waited since before then is overdue."""


async def bring_up(event: Event) -> None:
    """Name in one message whoever has become overdue."""
    unit, office = event.unit, event.office
    longest = await desk.longest_wait(unit)
    if longest is None or unit.now - longest < office.profile.desk.first_reminder_working_hours * HOUR:
        return  # whatever the calendar says: it need not even be loaded
    if office.working_time.after_working_hours(unit.now, 0) > unit.now:
        return  # the office is closed
    due = _due(office, unit.now)
    found = await desk.overdue(unit, due, office.staff_chat, LISTED)
    chats = await open_chats(event) if found else []
    if not chats:
        return
    count = await desk.bring_up(unit, due)
    first = found[0]
    for chat in chats:
        texts = await desk_texts(event, chat)
        message = screens.reminder(found, await jumps(event, found, chat), count, unit.now, texts)
        key = f"{event.job}:{chat}:{first.id}:{due.stage(first.waiting_since)}:{first.waiting_since}"
        event.post(chat, "sendMessage", message.call(), lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND, key=key)


def _due(office: Office, now: int) -> desk.Due:
    time, rules = office.working_time, office.profile.desk
    return desk.Due(
        first=_latest(now, lambda since: time.after_working_hours(since, rules.first_reminder_working_hours)),
        second=_latest(now, lambda since: time.after_working_day_hours(since, rules.second_reminder_hours)),
    )


def _latest(now: int, deadline: Callable[[int], int]) -> int:
    """Return the latest instant whose deadline has come by ``now``: later instants have later deadlines."""
    earliest = now - LONGEST
    return earliest - 1 + bisect_right(range(earliest, now), now, key=deadline)
