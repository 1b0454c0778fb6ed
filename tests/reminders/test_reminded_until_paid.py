"""A member's dues through the user's door: told on Telegram, then by letter, handed to the office, explained, then paid."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from clocks import TestClock
from sqlalchemy import select
from stage import FAST, Stage, a_stage, ready_made, running

from domain.dues import EntryKind
from domain.languages import Language
from domain.people import ChannelKind
from domain.profile import DuesRules
from domain.roster import ContactRole, Details, Entry
from storage import dues, people, roster
from storage.database import Database
from storage.schema import reminders
from storage.unit import Unit

RULES = DuesRules(fees={"council": 10_000}, due_month=11, due_day=25, due_after_days=0)
DUE = date(2026, 11, 25)
MAIL = "emma@firm.example"


class Clock(TestClock):
    """A clock that is set to an instant of the office's zone, and goes on from there."""

    def set_to(self, text: str) -> None:
        wanted = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        self.offset += round(wanted.timestamp() * 1000) - self.now()


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr("bot.ticker.PERIOD", 0.1)
    async with a_stage(tmp_path, mail=True, limits=False, mail_address="join@aiia.example") as stage:
        stage.extra |= {"imap_url": stage.sandbox.imap_url, "smtp_url": stage.sandbox.smtp_url}
        yield await stage.with_office()


async def a_claim(database: Database, telegram_id: int, now: int) -> int:
    """Let somebody on Telegram see to the dues of a member, which owes some; return the claim."""
    emma = {"name": "Emma Clarke", "language": Language.ENGLISH}
    async with database.writing() as connection:
        unit = Unit(connection, now)
        person, _ = await people.add(unit, kind=ChannelKind.TELEGRAM, address=str(telegram_id), **emma)
        entry = Entry(name="示例科技", name_en="Example Tech", tier="council", joined_on=date(2020, 1, 1))
        details = Details(**emma, roles=frozenset({ContactRole.DUES}), mail=MAIL)
        await roster.admit(unit, entry, [(details, person.id)], actor_id=None)
        (claim,) = await dues.assess(unit, RULES, date(2026, 11, 1), 10)
        await unit.keep()
        await unit.flush()
    assert claim.due_on == DUE
    return claim.id


async def letter(stage: Stage, count: int) -> str:
    """Return the newest letter to the contact once there are so many."""
    found: list[str] = []

    async def there() -> bool:
        sent = (await stage.control.get("letters"))["letters"]
        found[:] = [each["text"] for each in sent if each["kind"] == "sent" and MAIL in each["to"]]
        return len(found) == count

    await stage.control.eventually(there, f"{count} letters")
    return found[-1]


async def ledger(database: Database) -> list[tuple[int, str, str]]:
    lines = select(reminders.c.step, reminders.c.channel, reminders.c.state).order_by(reminders.c.id)
    async with database.reading() as connection:
        return [tuple(row) for row in await connection.execute(lines)]


async def test_dues_are_told_until_they_are_paid(stage: Stage) -> None:
    clock, emma = Clock(FAST), await stage.person("Emma", "en")
    await emma.says("hello")  # so that the bot may write to her
    clock.set_to("2026-11-25 08:00")
    ready_made(stage.settings())
    database = Database(stage.settings().database)
    claim = await a_claim(database, emma.id, clock.now())
    async with running(stage, clock):
        clock.set_to("2026-11-25 09:31")
        shown = await emma.sees("Example Tech", "are due today")
        assert "25 Nov 2026" in shown["text"]

        await stage.knows(shown)
        await stage.control.post("faults", chat=emma.id, do={"status": 403})
        clock.set_to("2026-12-02 09:31")  # refused there: the same step by letter
        assert "were due 7 days ago" in await letter(stage, 1)
        clock.set_to("2026-12-25 09:31")  # known to be blocked: at once by letter
        assert "were due 30 days ago" in await letter(stage, 2)

        desk = stage.at_desk()
        clock.set_to("2027-01-04 09:31")  # a week after the last step, and no day off
        told = await desk.sees("示例科技")
        await desk.presses(told, text=told["reply_markup"]["inline_keyboard"][0][0]["text"])
        why = await desk.sees("Emma Clarke", "Telegram", "邮件")
        assert "该渠道联系不上" in why["text"]
        assert "各次提醒均已结束" in why["text"]
        async with database.writing() as connection:
            unit = Unit(connection, clock.now())
            await dues.enter(unit, claim, EntryKind.PAYMENT, -1_000_000, actor_id=None)
            await unit.keep()
        clock.advance(hours=1)  # within a minute the same press is one that came twice
        await desk.presses(told, text=told["reply_markup"]["inline_keyboard"][0][0]["text"])
        await desk.sees("不再提醒")
    assert await ledger(database) == [
        (-30, "none", "superseded"),
        (-7, "none", "superseded"),
        (0, "telegram", "sent"),
        (7, "telegram", "failed"),
        (7, "mail", "sent"),
        (30, "mail", "sent"),
        (37, "telegram", "sent"),
    ]
    await database.close()
    assert await stage.violations() == []
