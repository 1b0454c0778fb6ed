"""The roster: organisations are the members, and contacts speak for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.enquiries import OrganisationKind
from domain.languages import Language
from domain.people import ChannelKind


class CodeTakenError(Exception):
    """The credit code is another member's: one organisation stands in the roster once."""


class MemberState(StrEnum):
    """Where a membership stands. Only an active member owes new dues; ``resigned`` is its end."""

    ACTIVE = "active"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    RESIGNED = "resigned"


class ContactRole(StrEnum):
    """What a contact sees to. A member has one representative at most; of the others it may have several."""

    REPRESENTATIVE = "representative"
    DUES = "dues"
    LIAISON = "liaison"
    DEPUTY = "deputy"


class Change(StrEnum):
    """What can happen to a member, as its history names it."""

    ADMITTED = "admitted"
    EDITED = "edited"
    STATE = "state"
    CONTACT_ADDED = "contact_added"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_ENDED = "contact_ended"
    CONTACT_BOUND = "contact_bound"
    IMPORTED = "imported"
    IMPORT_UNDONE = "import_undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the roster says of a member. ``tier`` and ``fields`` are keys of the profile's; ``credit_code`` may be unknown."""

    name: str
    name_en: str = ""
    credit_code: str | None = None
    kind: OrganisationKind = OrganisationKind.COMPANY
    tier: str
    fields: tuple[str, ...] = ()
    city: str = ""
    address: str = ""
    joined_on: date
    state: MemberState = MemberState.ACTIVE
    invoice_title: str = ""
    invoice_code: str = ""

    def name_in(self, language: str) -> str:
        """Return the name as readers of ``language`` know it."""
        return self.name_en if language == Language.ENGLISH and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Member:
    """A member organisation; ``version`` grows with every change."""

    id: int
    version: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a member's history.

    ``actor``: the name of who did it; None is the bot itself, empty somebody who was erased. ``what`` is a `Change`, or one of
    another version of the program; ``details`` are what it was and is by the name of the field, or which contact it is about.
    """

    at: int
    actor: str | None
    what: str
    details: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of a contact. Times of day are minutes after midnight in ``zone`` (an IANA name, None is the office's).

    ``channel`` is the one they want first. ``remind_at``: when reminders reach them, None as the ladder has it. Nothing but
    answers reaches them from ``quiet_from`` to ``quiet_until``; where both are the same there is no such time.
    """

    name: str
    roles: frozenset[ContactRole] = frozenset()
    position: str = ""
    mail: str = ""
    telephone: str = ""
    language: Language = Language.CHINESE
    channel: ChannelKind = ChannelKind.TELEGRAM
    zone: str | None = None
    remind_at: int | None = None
    quiet_from: int = 22 * 60
    quiet_until: int = 8 * 60


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who speaks for a member; ``person_id`` once they have bound their Telegram account.

    ``mail_refused``: letters to their address come back.
    """

    id: int
    member_id: int
    person_id: int | None
    version: int
    details: Details
    ended: bool = False
    mail_refused: bool = False
