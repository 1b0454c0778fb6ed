"""When a deadline has passed: in the office's time, days off left out, worked weekends counted, whatever the zone does."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.instants import HOUR
from domain.working_time import OfficeHours, WorkingTime, knows

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = ("Asia/Shanghai", "UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu")
CHINA = WorkingTime(OfficeHours(), SHANGHAI)

instants = st.integers(1_577_836_800_000, 1_893_456_000_000)  # 2020 to 2029, known years and unknown ones
hours = st.integers(1, 60)
MANY = {
    (zone, country): WorkingTime(OfficeHours(country=country), ZoneInfo(zone)) for zone in ZONES for country in ("CN", "DE")
}
offices = st.sampled_from(sorted(MANY)).map(lambda key: (MANY[key], ZoneInfo(key[0])))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


def local(instant: int, zone: ZoneInfo = SHANGHAI) -> str:
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2026-11-23 09:00", "2026-11-23 13:00"),  # a Monday
        ("2026-11-23 07:30", "2026-11-23 13:00"),
        ("2026-11-23 14:00", "2026-11-23 18:00"),
        ("2026-11-23 16:30", "2026-11-24 11:30"),
        ("2026-11-23 23:00", "2026-11-24 13:00"),
        ("2026-11-27 17:00", "2026-11-30 12:00"),  # over a weekend
        ("2026-02-13 17:00", "2026-02-14 12:00"),  # the Saturday is worked for the Spring Festival
        ("2026-02-14 17:00", "2026-02-24 12:00"),  # and then there are nine days off
        ("2026-09-30 17:00", "2026-10-08 12:00"),
        ("2026-10-09 17:00", "2026-10-10 12:00"),
    ],
)
def test_four_working_hours(since: str, due: str) -> None:
    assert local(CHINA.after_working_hours(at(since), 4)) == due


@pytest.mark.parametrize(
    ("since", "due"),
    [
        ("2026-11-23 16:00", "2026-11-24 16:00"),
        ("2026-11-27 16:00", "2026-11-30 16:00"),  # Friday to Monday
        ("2026-11-23 20:00", "2026-11-25 09:00"),  # in the night: when the office opens
        ("2026-11-23 05:00", "2026-11-24 09:00"),
        ("2026-11-26 18:00", "2026-11-30 09:00"),  # the moment it closes on a Friday
        ("2026-11-28 12:00", "2026-12-01 09:00"),  # a Saturday does not count
        ("2026-02-13 16:00", "2026-02-14 16:00"),
        ("2026-02-14 16:00", "2026-02-24 16:00"),
    ],
)
def test_a_working_day_later(since: str, due: str) -> None:
    assert local(CHINA.after_working_day_hours(at(since), 24)) == due


def test_the_profile_adds_and_overrides() -> None:
    own = OfficeHours(
        opens=time(8, 30),
        closes=time(12),
        extra_workdays=(date(2026, 11, 28), date(2026, 10, 1)),
        extra_holidays=(date(2026, 11, 27), date(2026, 2, 14)),
    )
    office = WorkingTime(own, SHANGHAI)
    days = [date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29), date(2026, 10, 1), date(2026, 2, 14)]
    assert [office.is_working_day(day) for day in days] == [False, True, False, True, False]
    assert local(office.after_working_hours(at("2026-11-26 11:00"), 2)) == "2026-11-28 09:30"


def test_a_year_is_known_once_its_moved_days_are() -> None:
    assert CHINA.is_announced(2026)
    assert not CHINA.is_announced(2099)
    assert not CHINA.is_working_day(date(2099, 10, 1))
    assert WorkingTime(OfficeHours(extra_workdays=(date(2099, 2, 1),)), SHANGHAI).is_announced(2099)
    assert WorkingTime(OfficeHours(country="DE"), SHANGHAI).is_announced(2099)


def test_countries_are_named_by_two_letters() -> None:
    assert knows("CN")
    assert [name for name in ("", "cn", "CHN", "China", "XX") if knows(name)] == []


@given(offices, instants, instants, hours)
def test_who_waits_longer_is_never_brought_up_later(office: tuple[WorkingTime, ZoneInfo], a: int, b: int, count: int) -> None:
    earlier, later = sorted((a, b))
    for due in (office[0].after_working_hours, office[0].after_working_day_hours):
        assert due(earlier, count) <= due(later, count)
        assert due(earlier, count) <= due(earlier, count + 1)


@given(offices, instants, hours)
def test_it_falls_into_office_hours_and_never_too_early(office: tuple[WorkingTime, ZoneInfo], since: int, count: int) -> None:
    working, zone = office
    for due in (working.after_working_hours, working.after_working_day_hours):
        found = due(since, count)
        when = datetime.fromtimestamp(found / 1000, UTC).astimezone(zone)
        assert working.is_working_day(when.date())
        assert time(9) <= when.time() <= time(18)
        assert found >= since + count * HOUR


@given(offices, instants, hours)
def test_as_many_working_hours_have_passed_as_were_asked_for(
    office: tuple[WorkingTime, ZoneInfo], since: int, count: int
) -> None:
    working, zone = office
    until = working.after_working_hours(since, count)
    passed, day = 0, datetime.fromtimestamp(since / 1000, UTC).astimezone(zone).date()
    while (opens := at(f"{day} 09:00", zone)) < until:
        if working.is_working_day(day):
            passed += max(0, min(until, at(f"{day} 18:00", zone)) - max(since, opens))
        day += timedelta(days=1)
    assert passed == count * HOUR


@given(offices, instants, st.integers(1, 30), st.integers(1, 30))
def test_hours_add_up(office: tuple[WorkingTime, ZoneInfo], since: int, a: int, b: int) -> None:
    due = office[0].after_working_hours
    assert due(due(since, a), b) == due(since, a + b)
