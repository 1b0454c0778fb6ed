"""The alliance as its operator describes it: facts in both languages, never known to the code by any other way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import cast

from domain.answers import Answer, Asked, Canned
from domain.languages import Bilingual
from domain.working_time import OfficeHours


@dataclass(frozen=True, slots=True)
class Field:
    """A field of application the alliance works in."""

    key: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of membership, by the office a member holds; the highest stands first."""

    key: str
    name: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper that goes with an application."""

    key: str
    name: Bilingual
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRules:
    """How one becomes a member. ``charter_version`` is stored with its acceptance and must change with the charter.

    ``charter`` says where it can be read. ``two_approvals``: two colleagues must agree before somebody is admitted.
    """

    charter_version: str = "1"
    charter: Bilingual | None = None
    documents: tuple[Document, ...] = ()
    two_approvals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """Where dues are paid to."""

    holder: str
    bank: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesRules:
    """What members owe, and when. ``fees`` are yuan a year, by the tier's key; a tier without one owes nothing.

    ``year``: "calendar", or "anniversary" counted from the day a member joined. ``late_joiner``: what is owed for a calendar
    year that somebody joins in: "full", by the "month" begun, or by the "half_year" begun. A calendar year's claim is due on
    ``due_day`` of ``due_month``, but never before ``due_after_days`` from the day it is made; an anniversary year's so many
    days after it begins, or is made where that is later.
    """

    fees: Mapping[str, int] = field(default_factory=dict)
    year: str = "calendar"
    late_joiner: str = "full"
    due_month: int = 3
    due_day: int = 31
    due_after_days: int = 30
    account: BankAccount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """When reminders go out: ``steps`` are days after the due day, before it below zero; after the last, staff see to it.

    The first of ``roles`` that a member has a reachable contact for is told, ``at`` that time of day where they are.
    """

    steps: tuple[int, ...] = (-30, -7, 0, 7, 30)
    roles: tuple[str, ...] = ("dues", "liaison", "representative", "deputy")
    at: time = time(9, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladders:
    """The ladder of each kind of obligation."""

    dues: Ladder = field(default_factory=Ladder)

    def of(self, kind: str) -> Ladder:
        """Return the ladder of a kind of obligation."""
        return cast(Ladder, getattr(self, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRules:
    """How patient the desk is.

    An enquiry is brought up after so many hours in which the office was open, and again after so many on working days;
    somebody who sends more messages a minute is answered once.
    """

    first_reminder_working_hours: int = 4
    second_reminder_hours: int = 24
    messages_a_minute: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the bot knows of its alliance.

    ``retention_days``: how long texts of finished messages are kept; ``enquiry_retention_days``: how long what was said in an
    enquiry is kept after it is closed. ``privacy_notice`` is what an enquirer agrees to; ``privacy_version`` is stored with
    the consent and must change with the text. ``asked`` are questions as people put them, which stand in a file of their own.
    ``facts`` are what texts may state and name by placeholder, as readers of each language see them.
    """

    name: Bilingual
    short_name: Bilingual
    supported_by: Bilingual
    invited: Bilingual
    join_address: str
    fields: tuple[Field, ...]
    retention_days: int
    privacy_version: str
    privacy_notice: Bilingual
    enquiry_retention_days: int = 730
    answers: tuple[Answer, ...] = ()
    asked: tuple[Asked, ...] = ()
    canned: tuple[Canned, ...] = ()
    facts: Mapping[str, Bilingual] = field(default_factory=dict)
    office_hours: OfficeHours = field(default_factory=OfficeHours)
    desk: DeskRules = field(default_factory=DeskRules)
    tiers: tuple[Tier, ...] = ()
    application: ApplicationRules = field(default_factory=ApplicationRules)
    dues: DuesRules = field(default_factory=DuesRules)
    ladders: Ladders = field(default_factory=Ladders)

    def answer(self, key: str) -> Answer | None:
        """Return the answer under ``key``; None when staff have taken it out."""
        return next((answer for answer in self.answers if answer.key == key), None)

    def tier(self, key: str) -> Tier | None:
        """Return the tier under ``key``; None when the profile no longer has it."""
        return next((tier for tier in self.tiers if tier.key == key), None)
