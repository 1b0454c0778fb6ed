"""A contact's year of dues: they see what is due, send a slip, get a receipt, say how invoices read, and see nobody else's."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, update
from stage import Player, Stage, a_file, a_new_database, buttons_of, running

from bot.profile import SHIPPED
from domain.dues import EntryKind
from domain.languages import Language
from domain.people import ChannelKind
from domain.roster import ContactRole, Details, Entry
from storage import dues, people, roster
from storage.database import Database
from storage.schema import contacts, payments
from storage.unit import Unit

NOW = 1_000_000
FEES = """
[dues.fees]
council = 10000
chair = 50000
[dues.account]
holder = "示例产业联盟"
bank = "示例银行北京分行"
number = "0200 0000 0000 0000"
"""


@dataclass
class Office:
    """Two members; 王会计 sees to the dues of the first, Emma to those of both."""

    stage: Stage
    wang: Player
    emma: Player
    stranger: Player

    @property
    def path(self) -> Path:
        return self.stage.settings().database

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.path)) as database:
            return database.execute(statement).fetchall()

    async def claimed(self) -> None:
        """Wait until the bot has made its claims."""

        async def there() -> bool:
            return self.rows("SELECT count(*) FROM assessments") == [(2,)]

        await self.stage.control.eventually(there, "two claims")

    async def pays(self, assessment: int, fen: int) -> None:
        """Record a payment as the treasurer's screens do, between two events."""
        database = Database(self.path)
        async with database.writing() as connection:
            unit = Unit(connection, NOW)
            (person,) = (await people.by_address(unit, ChannelKind.TELEGRAM, str(self.wang.id)))[:1]
            what = {
                "reference": "R-2026-0001",
                "fen": fen,
                "paid_on": "2026-03-05",
                "recorded_by": person.id,
                "recorded_at": NOW,
            }
            made = await unit.write(insert(payments).values(what).returning(payments.c.id))
            await dues.enter(unit, assessment, EntryKind.PAYMENT, -fen, payment_id=made.scalar_one(), actor_id=person.id)
            await unit.keep()
            await unit.flush()
        await database.close()

    async def ends(self, contact: int) -> None:
        database = Database(self.path)
        async with database.writing() as connection:
            await connection.execute(update(contacts).where(contacts.c.id == contact).values(ended_at=NOW))
        await database.close()


@pytest.fixture
async def office(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("bot.ticker.PERIOD", 0.3)
    await stage.with_office()
    (tmp_path / "alliance.toml").write_text(SHIPPED.read_text("utf-8") + FEES, "utf-8")
    stage.extra["alliance_file"] = tmp_path / "alliance.toml"
    players = [await stage.person("王会计"), await stage.person("Emma", "en"), await stage.person("路人")]
    made = Office(stage, *players)
    a_new_database(made.path)
    database = Database(made.path)
    async with database.writing() as connection:
        unit = Unit(connection, NOW)
        spoken = {"language": Language.CHINESE}, {"language": Language.ENGLISH}
        wang, emma = [
            (await people.add(unit, name=who.name, kind=ChannelKind.TELEGRAM, address=str(who.id), **how))[0]
            for who, how in zip(players, spoken, strict=False)
        ]
        joined = {"joined_on": date(2020, 4, 9)}
        dues_contact = Details(name="王会计", roles=frozenset({ContactRole.DUES}))
        first = Entry(
            name="示例智能科技有限公司", name_en="Example AI", credit_code="91110108MA01ABCD1X", tier="council", **joined
        )
        await roster.admit(unit, first, [(dues_contact, wang.id), (Details(name="Emma"), emma.id)], actor_id=None)
        second = Entry(name="另一家机器人公司", name_en="Another Robotics", tier="chair", **joined)
        await roster.admit(unit, second, [(Details(name="Emma"), emma.id)], actor_id=None)
        await unit.keep()
        await unit.flush()
    await database.close()
    return made


def pressing(message: dict[str, object], start: str) -> Iterator[str]:
    """Yield what the buttons under a message carry that begin so."""
    return (button["callback_data"] for button in buttons_of(message) if button["callback_data"].startswith(start))


async def test_from_what_is_due_to_a_receipt(office: Office) -> None:
    wang, desk = office.wang, office.stage.at_desk()
    async with running(office.stage):
        await office.claimed()
        await wang.says("/dues")
        shown = await wang.sees(
            "示例智能科技有限公司", "2026年度会费", "待缴金额：¥10,000.00", "D-2026-0001", "截止日期：", "理事单位"
        )
        await wang.taps("如何缴费", shown)
        await wang.sees("户名：示例产业联盟", "0200 0000 0000 0000", "转账备注请填写 D-2026-0001")

        await wang.taps("上传凭证")
        await wang.sees("请发送银行回单")
        await wang.says("我昨天付的")
        await wang.sees("请发送文件或图片")
        desk.mark = await office.stage.control.last_event()
        await wang.sends(photo=a_file("slip.png"))
        await wang.sees("提交前请核对", "用于 D-2026-0001。秘书处工作人员会看到")
        await wang.taps("提交")
        await wang.sees("2026年度会费（D-2026-0001）缴费凭证已转交")
        card = await desk.sees("缴费凭证：2026年度会费", "示例智能科技有限公司", "¥10,000.00", "王会计", "登记缴费")
        assert card["photo"]
        assert [each["callback_data"] for each in buttons_of(card)] == ["slip:record:1", "slip:reject:1"]
        assert office.rows("SELECT assessment_id, state FROM slips") == [(1, "waiting")]

        await office.pays(1, 400_000)
        await wang.taps("缴费记录", shown)
        history = await wang.sees("应缴 · ¥10,000.00", "2026年3月5日 · 缴费 · -¥4,000.00 · R-2026-0001", "待缴金额：¥6,000.00")
        await wang.taps("收据 R-2026-0001", history)
        await wang.sees("单号：R-2026-0001", "¥4,000.00", "示例智能科技有限公司", "不作为税务发票")

        await wang.taps("开票信息", shown)
        await wang.sees("提交前请核对", "发票抬头：示例智能科技有限公司", "税号：91110108MA01ABCD1X")
        await wang.taps("✎ 发票抬头")
        await wang.sees("请填写发票抬头")
        await wang.says("示例智能科技有限公司北京分公司")
        await wang.sees("提交前请核对", "北京分公司")
        await wang.taps("提交")
        await wang.sees("发票抬头为：示例智能科技有限公司北京分公司")
        assert office.rows("SELECT invoice_title, invoice_code, version FROM members WHERE id = 1") == [
            ("示例智能科技有限公司北京分公司", "91110108MA01ABCD1X", 1)
        ]
        assert await office.stage.violations() == []


async def test_nobody_sees_or_touches_the_dues_of_others(office: Office) -> None:
    wang, emma, stranger = office.wang, office.emma, office.stranger
    async with running(office.stage):
        await office.claimed()
        await emma.says("/dues")
        choice = await emma.sees("Whose dues", "Example AI", "Another Robotics")
        await emma.taps("Another Robotics", choice)
        theirs = await emma.sees("Dues 2026", "CN¥50,000.00", "D-2026-0002", "Due by")
        await office.pays(2, 5_000_000)
        await wang.says("/dues")
        shown = await wang.sees("示例智能科技有限公司")
        await stranger.says("/dues")
        await stranger.sees("还没有登记为会员单位的联系人")

        before = office.rows("SELECT * FROM members UNION ALL SELECT * FROM members") + office.rows("SELECT id FROM slips")
        others = ["dues:show:2", "dues:paid:2", "dues:invoice:2", "dues:how:2", "dues:slip:2", "dues:receipt:2:1"]
        nobodys = ["dues:show:99", "dues:how:99", "dues:slip:99", "dues:receipt:1:1", "dues:receipt:99:1"]
        for data in others + nobodys:
            answer = await wang.answer_to(await wang.presses(shown, data=data, force=True))
            assert "没有找到" in answer["text"], data
        assert "paid already" in (await emma.answer_to(await emma.presses(theirs, data="dues:slip:2", force=True)))["text"]

        await wang.taps("上传凭证", shown)
        await wang.sees("请发送银行回单")
        await wang.sends(document=a_file("slip.pdf"))
        await wang.sees("提交前请核对")
        await office.ends(1)  # they are a contact no longer while the form is open
        await wang.taps("提交")
        await wang.sees("没有找到")
        for data in pressing(shown, "dues:"):
            assert "没有找到" in (await wang.answer_to(await wang.presses(shown, data=data, force=True)))["text"], data
        assert (
            office.rows("SELECT * FROM members UNION ALL SELECT * FROM members") + office.rows("SELECT id FROM slips") == before
        )
