"""What is owed for which time and by which day, and money as people write it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import money
from domain.dues import Owed, owed
from domain.profile import DuesRules
from domain.roster import Entry, MemberState

FEE = 10_000
DAYS = st.dates(date(1996, 1, 1), date(2040, 12, 31))
RULES = st.builds(
    DuesRules,
    fees=st.just({"council": FEE}),
    year=st.sampled_from(("calendar", "anniversary")),
    late_joiner=st.sampled_from(("full", "month", "half_year")),
    due_month=st.integers(1, 12),
    due_day=st.integers(1, 31),
    due_after_days=st.integers(0, 365),
)


def claim(today: str, joined_on: str, **rules: object) -> Owed:
    entry = Entry(name="示例", tier="council", joined_on=date.fromisoformat(joined_on))
    found = owed(DuesRules(fees={"council": FEE}, **rules), entry, date.fromisoformat(today))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("late_joiner", "joined_on", "fen"),
    [
        ("full", "2026-12-31", 1_000_000),
        ("month", "2026-01-31", 1_000_000),
        ("month", "2026-11-30", 166_667),
        ("month", "2026-12-31", 83_333),
        ("half_year", "2026-06-30", 1_000_000),
        ("half_year", "2026-07-01", 500_000),
        ("month", "2025-12-31", 1_000_000),  # joined a year before
    ],
)
def test_who_joins_late_owes_what_the_rule_says(late_joiner: str, joined_on: str, fen: int) -> None:
    found = claim("2026-12-31", joined_on, late_joiner=late_joiner)
    assert found.fen == fen
    assert found.begins_on == max(date(2026, 1, 1), date.fromisoformat(joined_on))


@pytest.mark.parametrize(
    ("today", "joined_on", "begins_on", "ends_on"),
    [
        ("2026-05-09", "2020-05-09", "2026-05-09", "2027-05-08"),
        ("2026-05-08", "2020-05-09", "2025-05-09", "2026-05-08"),
        ("2026-02-28", "2024-02-29", "2026-02-28", "2027-02-27"),
        ("2026-02-27", "2024-02-29", "2025-02-28", "2026-02-27"),
        ("2028-02-28", "2024-02-29", "2027-02-28", "2028-02-28"),
        ("2028-02-29", "2024-02-29", "2028-02-29", "2029-02-27"),
        ("2026-12-31", "2025-12-31", "2026-12-31", "2027-12-30"),
    ],
)
def test_an_anniversary_year_begins_on_the_day_of_joining(today: str, joined_on: str, begins_on: str, ends_on: str) -> None:
    found = claim(today, joined_on, year="anniversary", due_after_days=30)
    assert (found.begins_on.isoformat(), found.ends_on.isoformat()) == (begins_on, ends_on)
    assert (found.year, found.fen) == (found.begins_on.year, FEE * 100)
    assert found.due_on == date.fromisoformat(today) + timedelta(days=30)


def test_a_claim_falls_due_on_the_day_of_the_profile_but_never_before_its_notice() -> None:
    early, late = claim("2026-01-01", "2020-05-09"), claim("2026-03-20", "2026-03-20")
    leapless = claim("2026-01-01", "2020-05-09", due_month=2, due_day=31)
    assert (early.due_on, late.due_on) == (date(2026, 3, 31), date(2026, 4, 19))
    assert leapless.due_on == date(2026, 2, 28)


@given(RULES, DAYS, DAYS)
def test_the_year_that_is_claimed_is_the_one_that_runs(rules: DuesRules, joined_on: date, today: date) -> None:
    found = owed(rules, Entry(name="示例", tier="council", joined_on=joined_on), today)
    if found is None:
        assert joined_on > today
        return
    assert joined_on <= found.begins_on <= today <= found.ends_on
    assert found.year == found.begins_on.year
    assert 0 < found.fen <= FEE * 100
    assert found.due_on >= today + timedelta(days=rules.due_after_days)


@given(RULES, DAYS, st.integers(0, 1500))
def test_year_follows_year_without_gap_or_overlap(rules: DuesRules, joined_on: date, later: int) -> None:
    entry = Entry(name="示例", tier="council", joined_on=joined_on)
    this = owed(rules, entry, joined_on + timedelta(days=later))
    assert this is not None
    following = owed(rules, entry, this.ends_on + timedelta(days=1))
    assert following is not None
    assert (following.begins_on, following.year) == (this.ends_on + timedelta(days=1), this.year + 1)


@pytest.mark.parametrize("state", [each for each in MemberState if each is not MemberState.ACTIVE])
def test_only_active_members_of_a_tier_with_a_fee_owe_anything(state: MemberState) -> None:
    rules, today = DuesRules(fees={"council": FEE, "chair": 0}), date(2026, 5, 9)
    assert owed(rules, Entry(name="示例", tier="council", joined_on=today, state=state), today) is None
    assert owed(rules, Entry(name="示例", tier="chair", joined_on=today), today) is None
    assert owed(rules, Entry(name="示例", tier="ordinary", joined_on=today), today) is None


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3000", 300_000),
        ("１２，３４５．５", 1_234_550),
        ("¥12,345.67", 1_234_567),
        ("￥ 5000 元", 500_000),
        ("人民币3000元整", 300_000),
        ("1.25万", 1_250_000),
        ("2万元", 2_000_000),
        ("CNY 0.01", 1),
        ("10,000,000,000", 10**12),
    ],
)
def test_sums_are_read_as_people_write_them(text: str, fen: int) -> None:
    assert money.parse(text) == fen


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "1.234", "12,34", "1e5", "三千", "10000000000.01", "5 000", "٣٠٠", "9" * 400, "1.00000001万"]
)
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"sum|fen|bounds"):
        money.parse(text)


@given(st.integers(1, money.MOST))
def test_a_sum_is_read_as_it_is_written(fen: int) -> None:
    assert money.parse(money.amount(fen)) == fen
