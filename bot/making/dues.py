"""A year's dues as an Excel file and as a picture: claim by claim, and what came in by month and tier."""

from collections.abc import Sequence

from bot.making.order import Drawing, Order
from bot.tables.sheet import Cell, Column, Kind, Sheet
from domain.dues import Assessment
from domain.dues_figures import Figures
from domain.roster import Member
from storage import dues_figures
from storage.unit import Unit

WRITES = "bot.tables.writing:write"
DRAWS = "bot.making.chart:draw"


async def table(unit: Unit, order: Order) -> Drawing:
    """Return every claim of the year that ``params`` name, with what has become of it."""
    year, texts = order.params["year"], order.texts
    rows = [_row(*each, order) for each in await dues_figures.by_claim(unit, year)]
    columns = [
        Column(texts.pgettext("column", "Reference"), width=14),
        Column(texts.pgettext("column", "Member"), width=36),
        Column(texts.pgettext("column", "Credit code"), width=22),
        Column(texts.pgettext("column", "Tier"), width=18),
        Column(texts.pgettext("column", "Due day"), Kind.DATE),
        Column(texts.pgettext("column", "Assessed"), Kind.MONEY),
        Column(texts.pgettext("column", "Waived or corrected"), Kind.MONEY, 18),
        Column(texts.pgettext("column", "Collected"), Kind.MONEY),
        Column(texts.pgettext("column", "Still to be paid"), Kind.MONEY, 16),
        Column(texts.pgettext("column", "Overdue"), width=10),
    ]
    name = texts.pgettext("file", "dues-{year}.xlsx").format(year=year)
    return Drawing(name, WRITES, [Sheet(texts.pgettext("sheet", "Dues"), columns, rows)])


def _row(member: Member, claim: Assessment, figures: Figures, order: Order) -> list[Cell]:
    entry = member.entry
    overdue = order.texts.pgettext("cell", "yes") if figures.open > 0 and claim.due_on < order.today else ""
    sums = (figures.assessed, figures.adjusted, figures.collected, figures.open)
    return [claim.reference, entry.name, entry.credit_code, _tier(claim.tier, order), claim.due_on, *sums, overdue]


async def picture(unit: Unit, order: Order) -> Drawing:
    """Return what came in for the claims of a year, as stacked columns."""
    year, texts = order.params["year"], order.texts
    found = await dues_figures.by_month(unit, year)
    months = _months([month for month, _tier, _fen in found])
    amounts = {(month, tier): fen for month, tier, fen in found}
    series = [
        {"name": _tier(tier, order), "fen": [amounts.get((month, tier), 0) for month in months]}
        for tier in dict.fromkeys([*(each.key for each in order.profile.tiers), *sorted({tier for _m, tier, _f in found})])
        if any(amounts.get((month, tier)) for month in months)
    ]
    data = {
        "title": texts._("Dues of {year}: collected by month and tier").format(year=year),
        "axis": texts._("yuan"),
        "months": months,
        "series": series,
        "chinese": texts.language == "zh",
    }
    return Drawing(f"dues-{year}.png", DRAWS, data)


def _months(found: Sequence[str]) -> list[str]:
    """Return every month from the first to the last ("2026-03"), also those in which nothing came in."""
    months = sorted(found)[:1]
    while months and months[-1] < max(found):
        year, month = map(int, months[-1].split("-"))
        months.append(f"{year + month // 12}-{month % 12 + 1:02}")
    return months


def _tier(key: str, order: Order) -> str:
    tier = order.profile.tier(key)
    return tier.name.in_(order.texts.language) if tier else key
