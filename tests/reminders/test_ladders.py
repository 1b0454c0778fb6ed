"""The rules of the ladder: the bounds of a tick, the planned instants and the open hours are three views of one thing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.instants import DAY
from domain.ladders import Hours, Works, bounds, come, day_of, not_before, open_day, planned, steps_of
from domain.profile import Ladder
from domain.working_time import OfficeHours, WorkingTime

OFFICE = ZoneInfo("Asia/Shanghai")
WORKS: Works = WorkingTime(OfficeHours(), OFFICE).is_working_day
USUAL = Hours(OFFICE, 9 * 60 + 30, 22 * 60, 8 * 60)

days = st.dates(date(2025, 1, 1), date(2026, 12, 1))
minutes = st.integers(0, 1439)
zones = st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Kiritimati"])
hours = st.builds(Hours, zones.map(ZoneInfo), minutes, minutes, minutes)
ladders = st.builds(Ladder, steps=st.lists(st.integers(-60, 60), min_size=1, unique=True).map(lambda each: tuple(sorted(each))))


def instant(text: str, zone: ZoneInfo = OFFICE) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


@given(due_on=days, ladder=ladders, hours=hours, ahead=st.integers(0, 90 * DAY))
def test_what_is_within_the_bounds_is_what_was_planned_by_now(due_on: date, ladder: Ladder, hours: Hours, ahead: int) -> None:
    now = planned(due_on, ladder.steps[0], hours, WORKS) + ahead - 5 * DAY
    day = open_day(now, hours, WORKS)
    if day is None:
        later = not_before(now, hours, WORKS)
        assert now < later <= now + 16 * DAY
        return
    assert not_before(now, hours, WORKS) == 0
    assert WORKS(day)
    for step, bound in bounds(ladder, day, WORKS):
        # Within the day it has come as soon as its readers can be reminded, whatever a clock change does to the hour.
        assert (due_on <= bound) is (day_of(due_on, step, WORKS) <= day)


@given(due_on=days, ladder=ladders, gaps=st.lists(st.integers(1, 60), max_size=12))
def test_whatever_the_ticks_each_step_is_told_once_or_passed_over_and_the_office_comes_last(
    due_on: date, ladder: Ladder, gaps: list[int]
) -> None:
    reached, seen, to_office = None, [], []
    day = due_on - timedelta(days=90)
    for gap in [*gaps, 400, 1]:
        day += timedelta(days=gap)
        while not WORKS(day):
            day += timedelta(days=1)
        found = come(due_on, reached, ladder, day, WORKS)
        if found is not None:
            assert not found.to_office or seen[-1] == ladder.steps[-1]
            seen += [*found.passed, found.step]
            to_office.append(found.to_office)
            reached = found.step
    assert seen == list(steps_of(ladder))
    assert to_office == [False] * (len(to_office) - 1) + [True]


def test_a_step_moves_off_a_day_off_before_the_due_day_to_the_day_before_and_after_it_to_the_next() -> None:
    national_day = date(2026, 10, 1)  # off until the seventh; the eighth is a Thursday
    assert day_of(national_day, 0, WORKS) == date(2026, 9, 30)
    assert day_of(national_day, 4, WORKS) == date(2026, 10, 8)
    assert planned(date(2024, 3, 30), -30, USUAL, WORKS) == instant("2024-02-29 09:30")


def test_a_time_within_the_quiet_hours_means_their_end_and_a_time_the_clocks_leave_out_comes_an_hour_later() -> None:
    late = Hours(OFFICE, 23 * 60, 22 * 60, 8 * 60)
    assert planned(date(2026, 3, 31), 0, late, WORKS) == instant("2026-03-31 08:00")
    assert not_before(instant("2026-03-31 23:00"), late, WORKS) == instant("2026-04-01 08:00")
    midday = Hours(OFFICE, 9 * 60, 12 * 60, 14 * 60)
    assert not_before(instant("2026-03-31 13:00"), midday, WORKS) == instant("2026-03-31 14:00")
    new_york = ZoneInfo("America/New_York")
    early = Hours(new_york, 2 * 60 + 30)
    every_day: Works = lambda _: True  # noqa: E731
    skipped = planned(date(2026, 3, 8), 0, early, every_day)
    assert datetime.fromtimestamp(skipped / 1000, UTC).astimezone(new_york).hour == 3
    assert open_day(skipped, early, every_day) == date(2026, 3, 8)
