"""For any sequence of claims, payments, waivers and corrections, what is open is the sum of the entries."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from domain.dues import Assessment, EntryKind
from domain.errors import OutOfDateError
from domain.profile import DuesRules
from domain.roster import Entry, Member, MemberState
from storage import dues, members, roster
from storage.database import Database
from storage.schema import assessments, dues_entries, obligations
from storage.unit import Unit

NOW = 1_000_000
NEW_YEAR = date(2028, 1, 1)
RULES = DuesRules(fees={"council": 10_000, "chair": 50_000})
KINDS = st.sampled_from([each for each in EntryKind if each is not EntryKind.ASSESSED])
ENTRIES = st.lists(st.tuples(KINDS, st.integers(-3_000_000, 3_000_000)), max_size=12)


async def admit(unit: Unit, name: str, tier: str = "council", joined_on: date = date(2024, 2, 29)) -> Member:
    return await roster.admit(unit, Entry(name=name, tier=tier, joined_on=joined_on), [], actor_id=None)


async def years(unit: Unit) -> list[tuple[int, int, int]]:
    found = await unit.read(
        select(assessments.c.member_id, assessments.c.year, assessments.c.open_fen).order_by(assessments.c.id)
    )
    return [tuple(row) for row in found]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES)
async def test_what_is_open_is_the_sum_of_the_entries(database: Database, entries: list[tuple[EntryKind, int]]) -> None:
    async with database.writing() as connection:
        unit = Unit(connection, NOW)
        await admit(unit, "示例")
        (claim,) = await dues.assess(unit, RULES, NEW_YEAR, 10)
        for kind, fen in entries:
            try:
                claim = await dues.enter(unit, claim.id, kind, fen, actor_id=None)
            except ValueError:
                continue
            (total,) = (await unit.read(select(func.sum(dues_entries.c.fen)))).scalars()
            assert claim.open_fen == total
            assert claim == await dues.by_id(unit, claim.id)
            (state,) = (await unit.read(select(obligations.c.state))).scalars()
            assert state == ("open" if claim.open_fen > 0 else "settled")
        await unit.undo()


async def test_each_member_owes_each_year_once_however_often_it_is_looked_for(database: Database) -> None:
    async with database.writing() as connection:
        unit = Unit(connection, NOW)
        one, two = await admit(unit, "示例"), await admit(unit, "另一家", "chair", date(2028, 7, 1))
        await admit(unit, "无会费", "ordinary")
        gone = await admit(unit, "已退会")
        await roster.set_state(unit, gone, MemberState.RESIGNED, actor_id=None, reason="")
        first = await dues.assess(unit, RULES, NEW_YEAR, 10)
        assert [(each.member_id, each.reference, each.due_on) for each in first] == [(one.id, "D-2028-0001", date(2028, 3, 31))]
        assert await dues.assess(unit, RULES, NEW_YEAR, 10) == []
        assert [each.member_id for each in await dues.assess(unit, RULES, date(2028, 12, 31), 10)] == [two.id]
        assert [each.year for each in await dues.assess(unit, RULES, date(2029, 1, 1), 1)] == [2029]  # in slices
        assert [each.year for each in await dues.assess(unit, RULES, date(2029, 1, 1), 10)] == [2029]
        assert await years(unit) == [
            (one.id, 2028, 1_000_000),
            (two.id, 2028, 5_000_000),
            (one.id, 2029, 1_000_000),
            (two.id, 2029, 5_000_000),
        ]


async def test_an_anniversary_is_claimed_on_the_28th_where_there_is_no_29th(database: Database) -> None:
    rules = DuesRules(fees=RULES.fees, year="anniversary")
    async with database.writing() as connection:
        unit = Unit(connection, NOW)
        await admit(unit, "示例")
        claimed: list[Assessment] = []
        for later in range(-3, 3 * 366):
            claimed += await dues.assess(unit, rules, date(2026, 2, 28) + timedelta(days=later), 10)
    begun = [each.begins_on.isoformat() for each in claimed]
    assert begun == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]


async def test_what_has_changed_is_neither_waived_nor_corrected(database: Database) -> None:
    async with database.writing() as connection:
        unit = Unit(connection, NOW)
        member = await admit(unit, "示例")
        (seen,) = await dues.assess(unit, RULES, NEW_YEAR, 10)
        with pytest.raises(ValueError, match="more than is open"):
            await dues.waive(unit, seen, seen.open_fen + 1, "", actor_id=None)
        waived = await dues.waive(unit, seen, 400_000, "创始会员", actor_id=None)
        with pytest.raises(OutOfDateError):
            await dues.waive(unit, seen, 400_000, "", actor_id=None)
        with pytest.raises(OutOfDateError):
            await dues.correct(unit, seen, 1, "", actor_id=None)
        corrected = await dues.correct(unit, waived, -600_000, "级别调整", actor_id=None)
        assert (waived.open_fen, corrected.open_fen) == (600_000, 0)
        assert await dues.open_of(unit, member.id) == []
        assert (await members.by_id(unit, member.id)) == member
