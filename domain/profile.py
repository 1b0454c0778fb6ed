"""The alliance as its operator describes it: facts in both languages, never known to the code by any other way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.answers import Answer, Asked, Canned
from domain.languages import Bilingual
from domain.working_time import OfficeHours


@dataclass(frozen=True, slots=True)
class Field:
    """A field of application the alliance works in."""

    key: str
    name: Bilingual


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

    def answer(self, key: str) -> Answer | None:
        """Return the answer under ``key``; None when staff have taken it out."""
        return next((answer for answer in self.answers if answer.key == key), None)
