"""The doctor says in time when the days off of a year are not known yet."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from stopped_clock import StoppedClock

from bot import profile
from bot.doctor.calendar import working_days
from bot.settings import given
from domain.working_time import OfficeHours


def found(when: datetime, **hours: object) -> tuple[str, str]:
    settings = given(bot_token="4242:Sandbox-demo")
    shipped = replace(profile.load(settings), office_hours=OfficeHours(**hours))
    finding = working_days(settings, shipped, StoppedClock(when))
    return finding.level.value, finding.words


@pytest.mark.parametrize(
    ("when", "level"),
    [
        (datetime(2026, 3, 1, tzinfo=UTC), "ok"),
        (datetime(2098, 12, 1, 1, tzinfo=UTC), "note"),
        (datetime(2099, 3, 1, tzinfo=UTC), "note"),
    ],
)
def test_a_year_that_is_not_announced(when: datetime, level: str) -> None:
    assert found(when)[0] == level


def test_it_looks_ahead_from_december_on() -> None:
    known = {"extra_workdays": (date(2098, 2, 1),)}
    assert found(datetime(2098, 11, 30, 15, tzinfo=UTC), **known)[0] == "ok"
    level, words = found(datetime(2098, 11, 30, 16, tzinfo=UTC), **known)  # midnight in Shanghai
    assert (level, "2099" in words, "2098" in words) == ("note", True, False)


def test_where_holidays_do_not_move_nothing_is_lacking() -> None:
    assert found(datetime(2099, 3, 1, tzinfo=UTC), country="DE")[0] == "ok"
