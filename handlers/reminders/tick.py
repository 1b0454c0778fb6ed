"""The tick: whatever step has come is told now. The database is asked anew, so a missed or doubled tick changes nothing."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from domain.ladders import bounds, come, open_day
from domain.profile import Ladder
from handlers.kit.event import Event
from handlers.kit.hours import of_contact, of_office
from handlers.reminders.telling import readers_of, tell
from handlers.reminders.wording import wordings
from storage import readers
from storage.readers import OpenHours

SLICE = 200
"""How many obligations a tick sees to at most: about as many messages as leave until the next."""

FOREMOST = timedelta(hours=14)
"""How far ahead of UTC a reader's day can be."""


async def remind(event: Event) -> None:
    """Tell whatever has come, of every kind of obligation that some capability words."""
    left = SLICE
    for kind in wordings(event):
        if left and event.office.profile.ladders.of(kind).steps and await readers.any_open(event.unit, kind):
            left -= await _remind(event, kind, left)


async def _remind(event: Event, kind: str, limit: int) -> int:
    """Tell up to ``limit`` obligations of a kind, and return how many it were."""
    ladder, now, told = event.office.profile.ladders.of(kind), event.unit.now, 0
    works = event.office.working_time.is_working_day
    foremost = (datetime.fromtimestamp(now / 1000, UTC) + FOREMOST).date()
    if not await readers.awaited(event.unit, kind, bounds(ladder, foremost, works)):
        return 0
    office_day = open_day(now, of_office(event.office, ladder), works)
    by_day = await _readers_by_day(event, ladder)
    for day in sorted({*by_day, *([office_day] if office_day else [])}):
        found = await readers.due(
            event.unit,
            readers_of(event, kind),
            bounds(ladder, day, works),
            by_day[day],
            nobody=day == office_day,
            limit=limit - told,
        )
        steps = {each.id: come(each.due_on, each.reached, ladder, day, works) for each in found}
        await tell(event, kind, [(each, step) for each in found if (step := steps[each.id]) is not None])
        told += len(found)
    return told


async def _readers_by_day(event: Event, ladder: Ladder) -> defaultdict[date, list[OpenHours]]:
    """Return which hours are open now, by the day it is for those who keep them."""
    by_day: defaultdict[date, list[OpenHours]] = defaultdict(list)
    for kept in await readers.hours_kept(event.unit):
        day = open_day(event.unit.now, of_contact(event.office, ladder, kept), event.office.working_time.is_working_day)
        if day is not None:
            by_day[day].append(kept)
    return by_day
