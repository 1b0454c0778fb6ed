"""What reminders of dues say: how far off the due day is, what is open still, and how it is paid; to the office who is late."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from stage import TOKEN, a_new_database

from bot.profile import load
from bot.settings import given
from domain.answers import Index
from domain.languages import Language
from domain.profile import BankAccount, DuesRules
from domain.roster import Entry
from handlers.dues.wording import word
from handlers.kit.capability import Registry
from handlers.kit.event import Event
from handlers.kit.markup import plain
from handlers.kit.office import Office
from handlers.kit.reminding import Due, Reminder
from storage import dues, roster
from storage.database import Database
from storage.unit import Unit

ZONE = ZoneInfo("Asia/Shanghai")
DUE_ON = date(2028, 3, 31)
RULES = DuesRules(fees={"council": 10_000}, account=BankAccount(holder="示例产业联盟", bank="示例银行", number="0200 0001"))


async def reminder(
    folder: Path, today: date, language: Language, *, contact: int | None = 1, rules: DuesRules = RULES
) -> Reminder:
    """Return what is said on a day of a claim of 10,000 yuan, of which 2,500 are waived."""
    a_new_database(folder / "alliance.db")
    database = Database(folder / "alliance.db")
    office = Office(
        profile=replace(load(given(bot_token=TOKEN)), dues=rules),
        profile_file="",
        zone=ZONE,
        default_language=Language.CHINESE,
        owner_ids=frozenset(),
        staff_chat=None,
        staff_topics=False,
        bot_id=1,
        answers=Index(()),
    )
    async with database.writing() as connection:
        unit = Unit(connection, round(datetime(today.year, today.month, today.day, 9, 30, tzinfo=ZONE).timestamp() * 1000))
        entry = Entry(name="示例智能科技有限公司", name_en="Example AI", tier="council", joined_on=date(2020, 4, 9))
        member = await roster.admit(unit, entry, [], actor_id=None)
        (claim,) = await dues.assess(unit, rules, date(2028, 1, 1), 1)
        await dues.waive(unit, claim, 250_000, "", actor_id=None)
        due = Due(1, claim.id, member.id, contact, language, (today - DUE_ON).days, DUE_ON)
        (worded,) = await word(Event("tick:test:0", unit, office, Registry(())), [due])
        await unit.undo()
    await database.close()
    return worded


@pytest.mark.parametrize(
    ("today", "zh", "en"),
    [
        (
            date(2028, 3, 1),
            "示例智能科技有限公司2028年度会费还有30天到期，截止日期为2028年3月31日。",
            "The 2028 dues of Example AI are due in 30 days, on 31 Mar 2028.",
        ),
        (date(2028, 3, 30), "还有1天到期", "are due in 1 day, on"),
        (DUE_ON, "会费今天（2028年3月31日）到期。", "are due today, 31 Mar 2028."),
        (
            date(2028, 4, 7),
            "已于2028年3月31日到期，逾期7天，目前尚未足额入账。",
            "were due 7 days ago, on 31 Mar 2028, and no full payment",
        ),
    ],
)
async def test_a_contact_reads_how_things_stand(tmp_path: Path, today: date, zh: str, en: str) -> None:
    for language, said, money in ((Language.CHINESE, zh, "¥7,500.00"), (Language.ENGLISH, en, "CN¥7,500.00")):
        (folder := tmp_path / language).mkdir()
        found = await reminder(folder, today, language)
        text = plain(found.message.text)
        assert said in text
        assert all(part in text for part in (money, "示例产业联盟", "示例银行", "0200 0001", "D-2028-0001"))
        assert money in found.subject
        assert [button.data for row in found.message.buttons for button in row] == ["dues:slip:1", "dues:show:1"]


async def test_without_an_account_the_office_is_asked(tmp_path: Path) -> None:
    found = await reminder(tmp_path, DUE_ON, Language.CHINESE, rules=DuesRules(fees=RULES.fees))
    assert "收款账户由秘书处告知" in found.message.text


async def test_the_office_reads_who_is_late_and_can_ask_why(tmp_path: Path) -> None:
    found = await reminder(tmp_path, date(2028, 5, 8), Language.CHINESE, contact=None)
    assert plain(found.message.text).startswith("会费逾期：示例智能科技有限公司\n最后一次提醒已经发出，2028年度会费仍未缴清")
    assert [button.data for row in found.message.buttons for button in row] == ["reminders:why:1"]
