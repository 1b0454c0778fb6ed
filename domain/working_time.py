"""When the office works, and when a deadline counted in its time has passed.

Public holidays and the weekend days that are worked to make up for them come from the `holidays` library, which knows a year
once its government has announced it; the profile adds what the office does differently. The library takes twelve megabytes, so
it is loaded when a day is first asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from domain.instants import HOUR, day_of

if TYPE_CHECKING:
    from holidays import HolidayBase

Window = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHours:
    """When the office is open, in its own zone: from ``opens`` to ``closes`` on the working days of a ``country``.

    ``extra_workdays`` are worked and ``extra_holidays`` are not, whatever the country does.
    """

    opens: time = time(9)
    closes: time = time(18)
    country: str = "CN"
    extra_workdays: tuple[date, ...] = ()
    extra_holidays: tuple[date, ...] = ()


def knows(country: str) -> bool:
    """Say whether there is a calendar for a country, named by its two letters."""
    import holidays

    return country in holidays.list_supported_countries(include_aliases=False)


class WorkingTime:
    """Counts in the office's time. Instants are UTC milliseconds."""

    def __init__(self, hours: OfficeHours, zone: tzinfo) -> None:
        self._hours = hours
        self._zone = zone

    @cached_property
    def _calendar(self) -> "HolidayBase":
        import holidays

        return holidays.country_holidays(self._hours.country)

    def is_working_day(self, day: date) -> bool:
        """Say whether the office works on a day, in whole or in part."""
        if day in self._hours.extra_workdays:
            return True
        return day not in self._hours.extra_holidays and self._calendar.is_working_day(day)

    def is_announced(self, year: int) -> bool:
        """Say whether the days off of ``year`` are known, also those that are moved anew every year, as in China.

        Before its government has announced them the library gives the plain holidays, with no days made up for.
        """
        if not self._calendar.has_substituted_holidays:
            return True
        self._calendar.get(date(year, 1, 1))  # a year is worked out when it is first asked about
        known = {*self._calendar.weekend_workdays, *self._hours.extra_workdays, *self._hours.extra_holidays}
        return any(day.year == year for day in known)

    def after_working_hours(self, since: int, hours: float) -> int:
        """Return the instant at which the office has been open for ``hours`` since an instant."""
        return self._after(since, hours, self._open)

    def after_working_day_hours(self, since: int, hours: float) -> int:
        """Return the instant at which ``hours`` have passed since an instant, by day and night, days off left out.

        When the office is closed then, the instant at which it opens next.
        """
        passed = self._after(since, hours, self._whole)
        return self._after(passed, 0, self._open)

    def _after(self, since: int, hours: float, window: Callable[[date], Window]) -> int:
        left = round(hours * HOUR)
        day = day_of(since, self._zone)
        while True:
            start, end = window(day) if self.is_working_day(day) else (since, since)
            start = max(start, since)
            if start < end and start + left <= end:
                return start + left
            left -= max(0, end - start)
            day += timedelta(days=1)

    def _open(self, day: date) -> Window:
        return self._instant(day, self._hours.opens), self._instant(day, self._hours.closes)

    def _whole(self, day: date) -> Window:
        return self._instant(day, time()), self._instant(day + timedelta(days=1), time())

    def _instant(self, day: date, at: time) -> int:
        return round(datetime.combine(day, at, self._zone).timestamp() * 1000)
