"""When somebody is reminded, and what may come of it: the rules of the ladder, without clock, calendar or database.

A step up to the due day that falls on a day off moves to the working day before, a later one to the next: nobody is to hear
of a day that has passed before they could still keep it, nor be pressed on a holiday.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from domain.profile import Ladder

ONE_DAY = timedelta(days=1)

Works = Callable[[date], bool]
"""Says whether the office works on a day."""

OFFICE_AFTER = 7
"""Days after the last step at which the office is told: so long somebody has to act on the last reminder."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody can be reminded, in minutes after midnight in their ``zone``: from ``at`` on, outside the quiet hours.

    Where ``quiet_from`` and ``quiet_until`` are the same there are no quiet hours. ``at`` within them means their end.
    """

    zone: tzinfo
    at: int
    quiet_from: int = 0
    quiet_until: int = 0

    def is_quiet(self, minute: int) -> bool:
        """Say whether a minute of the day is one of the quiet hours, which may reach past midnight."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= minute < self.quiet_until
        return minute >= self.quiet_from or minute < self.quiet_until

    @property
    def begins(self) -> int:
        """The minute of the day from which they are reminded."""
        return self.quiet_until if self.is_quiet(self.at) else self.at


def open_day(now: int, hours: Hours, works: Works) -> date | None:
    """Return the reader's day if at ``now`` (UTC milliseconds) they can be reminded, else None."""
    here = datetime.fromtimestamp(now / 1000, UTC).astimezone(hours.zone)
    minute = here.hour * 60 + here.minute
    return here.date() if minute >= hours.begins and not hours.is_quiet(minute) and works(here.date()) else None


def not_before(now: int, hours: Hours, works: Works) -> int:
    """Return the first instant from ``now`` on at which a reader can be reminded, 0 if that is now."""
    if open_day(now, hours, works) is not None:
        return 0
    here = datetime.fromtimestamp(now / 1000, UTC).astimezone(hours.zone)
    minute = here.hour * 60 + here.minute
    day = here.date()
    if works(day) and minute < hours.begins:
        return _instant(day, hours.begins, hours.zone)
    if works(day) and minute < hours.quiet_until:  # quiet for a while in the middle of the day
        return _instant(day, hours.quiet_until, hours.zone)
    return _instant(_working_day(day + ONE_DAY, ONE_DAY, works), hours.begins, hours.zone)


def planned(due_on: date, step: int, hours: Hours, works: Works) -> int:
    """Return the instant (UTC milliseconds) at which a step of what is due on a day comes for a reader."""
    return _instant(day_of(due_on, step, works), hours.begins, hours.zone)


def day_of(due_on: date, step: int, works: Works) -> date:
    """Return the working day on which a step, in days after the due day, is told."""
    return _working_day(due_on + timedelta(days=step), -ONE_DAY if step <= 0 else ONE_DAY, works)


def latest_due(day: date, step: int, works: Works) -> date:
    """Return the latest due day whose ``step`` has come on a working day: that of `day_of`, turned round.

    Up to the due day a step also comes for the days off that follow, for it would have moved to this day.
    """
    last = _working_day(day + ONE_DAY, ONE_DAY, works) - ONE_DAY if step <= 0 else day
    return last - timedelta(days=step)


Bounds = Sequence[tuple[int, date]]
"""Up to which due day each step has come, the steps in their order; what is due later on has not come to it."""


def bounds(ladder: Ladder, day: date, works: Works) -> Bounds:
    """Return the bounds of a ladder on a working day. It has steps."""
    return [(step, latest_due(day, step, works)) for step in steps_of(ladder)]


def steps_of(ladder: Ladder) -> tuple[int, ...]:
    """Return the steps in their order, with that of the office behind them; a ladder without any has none for the office."""
    steps = sorted(set(ladder.steps))
    return (*steps, steps[-1] + OFFICE_AFTER) if steps else ()


@dataclass(frozen=True, slots=True)
class Come:
    """Which step is to be told now, and which earlier ones it makes pointless. ``to_office``: it is beyond the ladder."""

    step: int
    passed: tuple[int, ...] = ()
    to_office: bool = False


def come(due_on: date, reached: int | None, ladder: Ladder, day: date, works: Works) -> Come | None:
    """Return what has come on a working day for what was seen to through the step ``reached``.

    The last step before the office's is told before that, however late it is: nobody is handed over without having been told.
    """
    steps = steps_of(ladder)
    new = [step for step in steps if (reached is None or step > reached) and due_on <= latest_due(day, step, works)]
    if not new:
        return None
    if new == [steps[-1]]:
        return Come(steps[-1], to_office=True)
    told = [step for step in new if step != steps[-1]]
    return Come(told[-1], tuple(told[:-1]))


def _working_day(day: date, towards: timedelta, works: Works) -> date:
    while not works(day):
        day += towards
    return day


def _instant(day: date, minute: int, zone: tzinfo) -> int:
    """Return an instant of the wall clock. Of a time that a clock change leaves out, the one at which it would have been."""
    return round(datetime.combine(day, time(*divmod(minute, 60)), zone).timestamp() * 1000)
