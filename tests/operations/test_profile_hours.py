"""The office's hours and the desk's patience, as the profile says them."""

from datetime import date, time
from pathlib import Path

import pytest

from bot import profile
from bot.errors import UserError
from bot.settings import given
from domain.profile import DeskRules
from domain.working_time import OfficeHours


def of(text: str) -> profile.Profile:
    """Load the shipped profile with other tables for the office's hours and the desk."""
    shipped = profile.SHIPPED.read_text("utf-8")
    before, _, rest = shipped.partition("[office_hours]")
    _, _, after = rest.partition("[name]")
    Path("alliance.toml").write_text(f"{before}{text}\n[name]{after}", "utf-8")
    return profile.load(given(bot_token="4242:Sandbox-demo", alliance_file="alliance.toml"))


def test_what_is_left_out_has_a_default() -> None:
    found = of("")
    assert found.office_hours == OfficeHours(opens=time(9), closes=time(18), country="CN")
    assert found.desk == DeskRules(first_reminder_working_hours=4, second_reminder_hours=24, messages_a_minute=20)
    shipped = profile.load(given(bot_token="4242:Sandbox-demo"))
    assert (shipped.office_hours, shipped.desk) == (found.office_hours, found.desk)


def test_what_is_said_holds() -> None:
    found = of('[office_hours]\nopens = 08:30:00\ncountry = "DE"\nextra_holidays = [2026-12-24]\n[desk]\nmessages_a_minute = 5')
    assert found.office_hours == OfficeHours(opens=time(8, 30), country="DE", extra_holidays=(date(2026, 12, 24),))
    assert found.desk == DeskRules(messages_a_minute=5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[office_hours]\nopens = 9", "office_hours.opens: expected a time such as 09:00:00"),
        ("[office_hours]\nopens = 18:00:00", "office_hours.closes: expected a time after opens"),
        ('[office_hours]\ncountry = "China"', "office_hours.country: expected a country"),
        ('[office_hours]\nextra_workdays = ["2026-12-24"]', "office_hours.extra_workdays[1]: expected a day such as"),
        ("[office_hours]\nextra_holidays = [2026-12-24T09:00:00]", "office_hours.extra_holidays[1]: expected a day such as"),
        ("[desk]\nfirst_reminder_working_hours = 0", "desk.first_reminder_working_hours: expected 1 to 100 hours"),
        ("[desk]\nmessages_a_minute = true", "desk.messages_a_minute: expected a whole number"),
        ("[desk]\npatience = 1", "desk.patience: not known here"),
    ],
)
def test_what_cannot_be_is_named(text: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        of(text)
    assert [line for line in caught.value.lines if words in line]
