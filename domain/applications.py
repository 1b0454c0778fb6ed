"""An application for membership: what it holds, where it stands, and what can happen to it from there.

Every change of state is one of `MOVES`, so that there is one place to read which are possible, and whose they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.names import similar


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    MORE_INFORMATION = "more_information"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can happen to an application. ``AGREE`` is the first approval where two are asked for."""

    SUBMIT = "submit"
    TAKE = "take"
    ASK = "ask"
    AGREE = "agree"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


_S = ApplicationState

WITH_APPLICANT = frozenset({_S.DRAFT, _S.MORE_INFORMATION})
"""Where the applicant is to go on."""

WITH_OFFICE = frozenset({_S.SUBMITTED, _S.IN_REVIEW})
"""Where the office is to go on."""

OPEN = WITH_APPLICANT | WITH_OFFICE
"""Where nothing has been decided yet."""

ENDED = frozenset({_S.DECLINED, _S.WITHDRAWN})
"""Where no member came of it: one may apply again."""

MOVES: Mapping[Move, tuple[frozenset[ApplicationState], ApplicationState]] = {
    Move.SUBMIT: (WITH_APPLICANT, _S.SUBMITTED),
    Move.TAKE: (frozenset({_S.SUBMITTED}), _S.IN_REVIEW),
    Move.ASK: (WITH_OFFICE, _S.MORE_INFORMATION),
    Move.AGREE: (frozenset({_S.IN_REVIEW}), _S.IN_REVIEW),
    Move.APPROVE: (frozenset({_S.IN_REVIEW}), _S.APPROVED),
    Move.DECLINE: (WITH_OFFICE | {_S.MORE_INFORMATION}, _S.DECLINED),
    Move.WITHDRAW: (OPEN, _S.WITHDRAWN),
}
"""From which states each move is possible, and where it leads."""

DOCUMENTS = "documents"
"""The answer that is files, which are kept apart from the others."""

Files = Mapping[str, Mapping[str, Any]]
"""What is kept of an application's files, by the document each is."""


@dataclass(frozen=True, slots=True)
class Application:
    """One organisation's wish to join. ``person_id`` is who applies for it; ``answers`` are the form's, but for its files.

    ``version`` grows with every change. ``approved_by`` is the first of two who approve, ``reason`` what was asked for last or
    why it was declined, ``member_id`` what became of it. Instants are UTC milliseconds.
    """

    id: int
    reference: str
    person_id: int
    enquiry_id: int | None
    state: ApplicationState
    answers: Mapping[str, Any]
    charter_version: str | None
    charter_at: int | None
    version: int
    created_at: int
    submitted_at: int | None
    approved_by: int | None
    decided_at: int | None
    reason: str
    member_id: int | None

    @property
    def organisation(self) -> str:
        """The organisation that wants to join; empty while nobody has said which."""
        return str(self.answers.get("organisation") or "")

    @property
    def credit_code(self) -> str | None:
        """Its unified social credit code, where it was given."""
        return self.answers.get("credit_code") or None


def reference(year: int, number: int) -> str:
    """Return the reference people quote, such as ``A-2026-0001``; the number starts anew each year."""
    return f"A-{year}-{number:04d}"


def can(application: Application, move: Move) -> bool:
    """Whether something can happen to an application where it stands."""
    return application.state in MOVES[move][0]


def approval(application: Application, colleague: int, *, two: bool) -> Move | None:
    """Return what a colleague's approval is: the first of ``two``, or the one that admits.

    None when it is neither: whoever applies decides nothing, and nobody approves twice.
    """
    if colleague in (application.person_id, application.approved_by):
        return None
    return Move.AGREE if two and application.approved_by is None else Move.APPROVE


# --- others that may be the same ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Other:
    """An organisation that is a member already, or applies under ``reference``."""

    name: str
    credit_code: str | None
    reference: str = ""


def alike(application: Application, others: Sequence[Other]) -> list[Other]:
    """Return who may be the organisation that applies: those with its credit code, then those with nearly its name."""
    code = application.credit_code
    same = [each for each in others if code is not None and each.credit_code == code]
    near = [others[place] for place, _score in similar(application.organisation, [each.name for each in others])]
    return [*same, *(each for each in near if each not in same)]
