"""What members owe: for which span of time, how much, and by which day. The profile sets the rules, here they are applied.

A claim is made once for each member and year and never edited: whatever changes what it comes to is an entry of its own.
"""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.money import MOST
from domain.profile import DuesRules
from domain.roster import Entry, MemberState

OBLIGATION = "dues"
"""The kind of the obligation that hangs on a claim, and of the ladder that reminds of it."""


class EntryKind(StrEnum):
    """What can change what a claim comes to."""

    ASSESSED = "assessed"
    WAIVER = "waiver"
    CORRECTION = "correction"
    PAYMENT = "payment"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A year's claim on a member. ``open_fen`` is still to be paid, below zero what was paid too much.

    It is for the days from ``begins_on`` to ``ends_on``, both included; ``year`` is that in which they begin. ``reference`` is
    what a transfer's remark should say. ``version`` grows with every entry.
    """

    id: int
    version: int
    reference: str
    member_id: int
    year: int
    begins_on: date
    ends_on: date
    tier: str
    due_on: date
    open_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesEntry:
    """One thing that changed a claim, by ``fen``: a payment or a waiver is below zero. ``at`` is in milliseconds.

    ``payment_reference`` and ``paid_on`` say of which payment it is.
    """

    id: int
    kind: EntryKind
    fen: int
    at: int
    reason: str = ""
    payment_id: int | None = None
    payment_reference: str | None = None
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What a member owes for one year, before it has been claimed."""

    year: int
    begins_on: date
    ends_on: date
    fen: int
    due_on: date


def owed(rules: DuesRules, entry: Entry, today: date) -> Owed | None:
    """Return what a member owes for the year that runs ``today``; None when nothing.

    Years that were over before a member came into the roster are never claimed.
    """
    fee = rules.fees.get(entry.tier, 0)
    if entry.state is not MemberState.ACTIVE or fee <= 0 or entry.joined_on > today:
        return None
    notice = timedelta(days=rules.due_after_days)
    if rules.year == "anniversary":
        begins = _anniversary(entry.joined_on, year_of(rules, entry.joined_on, today))
        ends = _anniversary(entry.joined_on, begins.year + 1) - timedelta(days=1)
        # Somebody whose year was half over when they came into the roster is not late before they could know.
        return Owed(begins.year, begins, ends, fee * 100, max(begins, today) + notice)
    begins, ends = max(date(today.year, 1, 1), entry.joined_on), date(today.year, 12, 31)
    due = _day(today.year, rules.due_month, rules.due_day)
    return Owed(today.year, begins, ends, _for_the_rest(rules, fee * 100, begins.month), max(due, today + notice))


def year_of(rules: DuesRules, joined_on: date, today: date) -> int:
    """Return the calendar year in which the year of dues that runs ``today`` began for somebody who joined on a day."""
    if rules.year == "anniversary" and f"{joined_on:%m-%d}" > anniversaries_through(today):
        return today.year - 1
    return today.year


def anniversaries_through(today: date) -> str:
    """Return the last month and day ("02-28") whose anniversary has come ``today``, counted from new year.

    Who joined on 29 February has it on the 28th where there is no 29th.
    """
    last_of_february = (today.month, today.day) == (2, 28) and not isleap(today.year)
    return "02-29" if last_of_february else f"{today:%m-%d}"


def fits(kind: EntryKind, fen: int, open_fen: int) -> bool:
    """Whether a claim that has come to ``open_fen`` can take an entry: its sign is its kind's, and no sum gets out of hand."""
    signs = {EntryKind.ASSESSED: fen > 0, EntryKind.REVERSAL: fen > 0, EntryKind.WAIVER: fen < 0, EntryKind.PAYMENT: fen < 0}
    return fen != 0 and signs.get(kind, True) and abs(fen) <= MOST and abs(open_fen + fen) <= MOST


def _for_the_rest(rules: DuesRules, fen: int, month: int) -> int:
    """Return the part of a year's fee for what is left of it in ``month``, which is begun; half a fen is rounded up."""
    twelfths = {"month": 13 - month, "half_year": 12 if month <= 6 else 6}.get(rules.late_joiner, 12)
    return (fen * twelfths * 2 + 12) // 24


def _anniversary(joined_on: date, year: int) -> date:
    return _day(year, joined_on.month, joined_on.day)


def _day(year: int, month: int, day: int) -> date:
    """Return a day of a year; a month that has no such day ends earlier."""
    return date(year, month, min(day, monthrange(year, month)[1]))
