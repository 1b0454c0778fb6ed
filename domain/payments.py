"""Money that came in: what of it is still to be placed, and which claims it may be meant for.

A bank statement names a sum, a payer and a remark, and none of them is sure: what is found is offered, a person decides.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.dues import Assessment
from domain.names import similar
from domain.roster import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the bank statement says: how many fen came in, on which day, from whom, and with which words."""

    fen: int
    paid_on: date
    payer: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment on record. ``placed`` fen of it have gone to claims; ``version`` grows with everything that becomes of it.

    ``undone_at``: since when (ms) it counts as never received.
    """

    id: int
    version: int
    reference: str
    received: Received
    placed: int
    slip_id: int | None = None
    undone_at: int | None = None

    @property
    def rest(self) -> int:
        """What can still be placed, in fen."""
        return 0 if self.undone_at is not None else self.received.fen - self.placed


class SlipState(StrEnum):
    """What has become of a slip."""

    WAITING = "waiting"
    RECORDED = "recorded"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Slip:
    """A picture or paper by which somebody shows that they have paid a claim.

    ``content`` is what is kept of the file, empty once its sender was erased; ``sent_at`` is in milliseconds.
    """

    id: int
    assessment_id: int
    person_id: int
    content: Mapping[str, Any]
    state: SlipState
    sent_at: int

    @property
    def waits(self) -> bool:
        """Whether nobody has decided about it yet."""
        return self.state is SlipState.WAITING


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and on whom it is."""

    assessment: Assessment
    member: Member


class Ground(StrEnum):
    """Why a payment may be meant for a claim; the surest first."""

    SLIP = "slip"
    REFERENCE = "reference"
    NAME = "name"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that a payment may be meant for, and why."""

    claim: Claim
    grounds: tuple[Ground, ...]


def candidates(payment: Payment, claims: Sequence[Claim], slip_for: int | None = None) -> list[Candidate]:
    """Return which of the open ``claims`` a payment may be meant for, the likeliest first, and the older of two alike.

    ``slip_for`` is the number of the claim whose slip it was recorded from.
    """
    said = _compact(f"{payment.received.remark} {payment.received.payer}")
    members = {each.member.id: each.member.entry for each in claims}
    payer = payment.received.payer
    named = {list(members)[place] for place, _score in similar(payer, [entry.name for entry in members.values()])}
    named |= {number for number, entry in members.items() if (name := _compact(entry.name)) and name in said}
    found = []
    for claim in claims:
        holds = {
            Ground.SLIP: claim.assessment.id == slip_for,
            Ground.REFERENCE: _names(said, claim.assessment.reference),
            Ground.NAME: claim.member.id in named,
            Ground.AMOUNT: claim.assessment.open_fen == payment.rest,
        }
        if any(holds.values()):
            found.append(Candidate(claim, tuple(ground for ground, so in holds.items() if so)))
    return sorted(found, key=_likelihood)


def _likelihood(candidate: Candidate) -> tuple[list[bool], date, int]:
    lacks = [ground not in candidate.grounds for ground in Ground]
    return lacks, candidate.claim.assessment.due_on, candidate.claim.assessment.id


def _names(said: str, reference: str) -> bool:
    """Whether a reference stands in a compacted text; a longer number is another one."""
    return re.search(rf"{re.escape(_compact(reference))}(?!\d)", said) is not None


def _compact(text: str) -> str:
    """Return the letters and figures of a text alone: in a remark of the bank's, hyphens and spaces come and go."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


_DAY = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_WORDS = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}


def paid_on(text: str, today: date) -> date | None:
    """Return the day that ``text`` names, None when it names none, or one to come. Without a year it is the last such day."""
    written = unicodedata.normalize("NFKC", text).strip().lower()
    if written in _WORDS:
        return date.fromordinal(today.toordinal() - _WORDS[written])
    found = _DAY.fullmatch(written)
    if found is None:
        return None
    year, month, day = found.groups()
    years = [int(year)] if year else [today.year, today.year - 1]
    days = (_day(each, int(month), int(day)) for each in years)
    return next((each for each in days if each is not None and each <= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
