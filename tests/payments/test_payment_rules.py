"""Payments by themselves: what may be meant by a statement, which day is named, and that sums hold whatever is done."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from domain.audit import Action
from domain.dues import Assessment
from domain.errors import OutOfDateError
from domain.languages import Language
from domain.payments import Claim, Ground, Payment, Received, candidates, paid_on
from domain.people import Actor, Channel, ChannelKind, Person, Role
from domain.profile import DuesRules
from domain.roster import Entry, Member
from handlers.payments import actions
from storage import dues, dues_figures, payments, people, roster
from storage.database import Database
from storage.schema import assessments, audit, dues_entries
from storage.unit import Unit

TODAY = date(2026, 3, 15)


def a_claim(number: int, name: str, fen: int, reference: str) -> Claim:
    year = {"year": 2026, "begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "due_on": date(2026, 3, 31)}
    claim = Assessment(id=number, version=1, reference=reference, member_id=number, tier="council", open_fen=fen, **year)
    return Claim(claim, Member(number, 0, Entry(name=name, tier="council", joined_on=date(2020, 1, 1))))


def came(fen: int, payer: str = "", remark: str = "") -> Payment:
    return Payment(1, 0, "R-2026-0001", Received(fen=fen, paid_on=TODAY, payer=payer, remark=remark), placed=0)


CLAIMS = [
    a_claim(1, "示例智能科技有限公司", 1_000_000, "D-2026-0001"),
    a_claim(2, "北京未来机器人股份有限公司", 5_000_000, "D-2026-0012"),
    a_claim(3, "海淀研究院", 1_000_000, "D-2026-0123"),
]


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        (came(1, remark="会费d2026 0012"), [(2, [Ground.REFERENCE])]),
        (came(1_000_000), [(1, [Ground.AMOUNT]), (3, [Ground.AMOUNT])]),
        (came(1_000_000, payer="示例智能科技"), [(1, [Ground.NAME, Ground.AMOUNT]), (3, [Ground.AMOUNT])]),
        (came(7, payer="王某", remark="代北京未来机器人股份有限公司缴"), [(2, [Ground.NAME])]),
        (came(7, payer="", remark="２０２６年度"), []),
    ],
)
def test_what_a_statement_may_be_meant_for(payment: Payment, expected: list[tuple[int, list[Ground]]]) -> None:
    found = [(each.claim.assessment.id, list(each.grounds)) for each in candidates(payment, CLAIMS)]
    assert found == expected
    assert candidates(payment, CLAIMS, slip_for=3)[0].claim is CLAIMS[2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天", TODAY),
        ("Yesterday", date(2026, 3, 14)),
        ("3月1日", date(2026, 3, 1)),
        ("12-31", date(2025, 12, 31)),
        ("2026年3月15日", TODAY),
        ("２０２６／３／１", date(2026, 3, 1)),
        ("2.29", None),
        ("2024.2.29", date(2024, 2, 29)),
        ("2026-03-16", None),
        ("0000-01-01", None),
        ("soon", None),
    ],
)
def test_the_day_that_is_named(text: str, expected: date | None) -> None:
    assert paid_on(text, TODAY) == expected


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("record"), st.integers(1, 3_000_000), st.just(0)),
        st.tuples(st.just("place"), st.integers(0, 3), st.integers(-5, 2_000_000)),
        st.tuples(st.just("undo"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("waive"), st.integers(0, 1), st.integers(1, 500_000)),
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
async def test_sums_hold_whatever_is_done(database: Database, acts: list[tuple[str, int, int]]) -> None:
    async with database.writing() as connection:
        unit = Unit(connection, 1_000_000)
        person, channel = await people.add(unit, name="财务", language=Language.CHINESE, kind=ChannelKind.TELEGRAM, address="7")
        boss = Actor(person, channel, frozenset({Role.TREASURER}))
        for name in ("甲", "乙"):
            await roster.admit(unit, Entry(name=name, tier="council", joined_on=date(2020, 1, 1)), [], actor_id=None)
        await dues.assess(unit, DuesRules(fees={"council": 10_000}), TODAY, 10)
        known: list[int] = []
        for verb, which, fen in acts:
            claims = await payments.open_claims(unit)
            try:
                if verb == "record":
                    known.append((await actions.record(unit, boss, Received(fen=which, paid_on=TODAY))).id)
                elif verb == "waive":
                    await actions.waive(unit, boss, claims[which % len(claims)], fen, "")
                elif known:
                    seen = await payments.by_id(unit, known[which % len(known)])
                    assert seen is not None
                    if verb == "undo":
                        await actions.undo(unit, boss, seen, "")
                    else:
                        await actions.place(unit, boss, seen, claims[which % len(claims)], fen)
                    with pytest.raises(OutOfDateError):  # what was seen before that is out of date
                        await payments.undo(unit, seen, "", actor_id=person.id)
            except (ValueError, ZeroDivisionError, OutOfDateError):
                pass
            sums = select(dues_entries.c.assessment_id, func.sum(dues_entries.c.fen)).group_by(dues_entries.c.assessment_id)
            kept = select(assessments.c.id, assessments.c.open_fen)
            assert sorted((await unit.read(sums)).all()) == sorted((await unit.read(kept)).all())
            (figures,) = (await dues_figures.by_tier(unit, 2026)).values()
            recorded = await payments.latest(unit, 50)
            assert figures.open == sum(row.open_fen for row in await unit.read(kept))
            assert figures.collected == sum(each.placed for each in recorded)
            assert figures.collected == sum(fen for _month, _tier, fen in await dues_figures.by_month(unit, 2026))
            assert all(0 <= each.placed <= each.received.fen for each in recorded)
            assert {each.id for each in recorded if each.rest} == {each.id for each in await payments.unplaced(unit, 50)}
        await unit.undo()


async def test_only_a_treasurer_acts_and_the_trail_says_who(database: Database) -> None:
    async with database.writing() as connection:
        unit = Unit(connection, 1_000_000)
        secretary = Actor(
            Person(1, "秘书", Language.CHINESE, language_chosen=True),
            Channel(ChannelKind.TELEGRAM, "8", proven=True),
            frozenset({Role.SECRETARY}),
        )
        with pytest.raises(actions.NotTreasurerError):
            await actions.record(unit, secretary, Received(fen=1, paid_on=TODAY))
        with pytest.raises(actions.NotTreasurerError):
            await actions.waive(unit, secretary, CLAIMS[0], 1, "")
        assert Action.PAYMENT_RECORDED not in (await unit.read(select(audit.c.action))).scalars().all()
        await unit.undo()
