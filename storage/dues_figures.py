"""What a year's dues come to: by tier, by month and claim by claim, added up by the database."""

from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select

from domain.dues import Assessment, EntryKind
from domain.dues_figures import Figures
from domain.roster import Member
from storage.dues import assessment_in
from storage.members import by_ids, member_in
from storage.schema import assessments, dues_entries, members, payments
from storage.unit import Unit

ADJUSTING = (EntryKind.WAIVER, EntryKind.CORRECTION)
PAYING = (EntryKind.PAYMENT, EntryKind.REVERSAL)


async def by_tier(unit: Unit, year: int) -> dict[str, Figures]:
    """Return the figures of a year by tier; tiers without claims are not there."""
    found = await unit.read(_figures(assessments.c.tier, year))
    return {row.tier: _in(row) for row in found}


async def by_claim(unit: Unit, year: int) -> list[tuple[Member, Assessment, Figures]]:
    """Return every claim of a year with its figures, in the order of the members' names."""
    figures = {row.id: _in(row) for row in await unit.read(_figures(assessments.c.id, year))}
    owing = select(assessments.c.member_id).where(assessments.c.year == year)
    found = await unit.read(select(members).where(members.c.id.in_(owing)).order_by(members.c.found_by, members.c.id))
    claims = await unit.read(select(assessments).where(assessments.c.year == year))
    of_member = {row.member_id: assessment_in(row) for row in claims}
    return [(member_in(row), claim, figures[claim.id]) for row in found for claim in (of_member[row.id],)]


async def overdue(unit: Unit, year: int, today: date, limit: int) -> tuple[int, list[tuple[Member, Assessment]]]:
    """Return how many claims of a year are open after their due day, and those that have been so the longest."""
    late = (assessments.c.year == year) & (assessments.c.open_fen > 0) & (assessments.c.due_on < today.isoformat())
    count = await unit.read(select(func.count()).select_from(assessments).where(late))
    wanted = select(assessments).where(late).order_by(assessments.c.due_on, assessments.c.id).limit(limit)
    claims = [assessment_in(row) for row in await unit.read(wanted)]
    owing = await by_ids(unit, {each.member_id for each in claims})
    return int(count.scalar_one()), [(owing[each.member_id], each) for each in claims]


async def by_month(unit: Unit, year: int) -> list[tuple[str, str, int]]:
    """Return what came in for a year's claims: month ("2026-03") of the payment, tier and fen, in the order of the months."""
    month = func.substr(payments.c.paid_on, 1, 7)
    statement = (
        select(month.label("month"), assessments.c.tier, (-func.sum(dues_entries.c.fen)).label("fen"))
        .select_from(dues_entries)
        .join(assessments, assessments.c.id == dues_entries.c.assessment_id)
        .join(payments, payments.c.id == dues_entries.c.payment_id)
        .where(assessments.c.year == year, dues_entries.c.kind.in_(PAYING))
        .group_by("month", assessments.c.tier)
        .order_by("month")
    )
    return [(row.month, row.tier, row.fen) for row in await unit.read(statement) if row.fen]


def _figures(group: Any, year: int) -> Select[Any]:
    def total(*kinds: EntryKind) -> Any:
        return func.coalesce(func.sum(case((dues_entries.c.kind.in_(kinds), dues_entries.c.fen), else_=0)), 0)

    return (
        select(
            group,
            func.count(assessments.c.id.distinct()).label("claims"),
            total(EntryKind.ASSESSED).label("assessed"),
            total(*ADJUSTING).label("adjusted"),
            (-total(*PAYING)).label("collected"),
        )
        .select_from(assessments)
        .join(dues_entries, dues_entries.c.assessment_id == assessments.c.id)
        .where(assessments.c.year == year)
        .group_by(group)
    )


def _in(row: Any) -> Figures:
    return Figures(row.claims, row.assessed, row.adjusted, row.collected)
