"""The treasurer's work: a payment is recorded, placed and undone, a slip decided, a claim corrected, and the year added up."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from stage import Player, Stage, a_file, a_new_database, buttons_of, running

from bot.making.order import Drawing
from bot.making.process import ChildFailed
from bot.profile import SHIPPED
from domain.languages import Language
from domain.people import ChannelKind
from domain.roster import ContactRole, Details, Entry
from storage import people, roster
from storage.database import Database
from storage.unit import Unit


async def not_drawn(_drawing: Drawing) -> bytes:
    raise ChildFailed


FEES = "\n[dues.fees]\ncouncil = 10000\nchair = 50000\n"


@dataclass
class Office:
    """Two members who owe 10,000 and 50,000; 王会计 sees to the dues of the one, Emma to those of the other."""

    stage: Stage
    treasurer: Player
    wang: Player
    emma: Player

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.stage.settings().database)) as database:
            return database.execute(statement).fetchall()

    async def claimed(self) -> None:
        async def there() -> bool:
            return self.rows("SELECT count(*) FROM assessments") == [(2,)]

        await self.stage.control.eventually(there, "two claims")

    async def answers(self, *steps: tuple[str, str]) -> None:
        """Answer each question of a form; an answer that begins with ``>`` is a button."""
        for question, answer in steps:
            await self.treasurer.sees(question)
            await (self.treasurer.taps(answer[1:]) if answer.startswith(">") else self.treasurer.says(answer))


@pytest.fixture
async def office(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("bot.ticker.PERIOD", 0.1)
    await stage.with_office()
    assert stage.owner is not None
    (tmp_path / "alliance.toml").write_text(SHIPPED.read_text("utf-8") + FEES, "utf-8")
    stage.extra["alliance_file"] = tmp_path / "alliance.toml"
    wang, emma = await stage.person("王会计"), await stage.person("Emma", "en")
    for contact in (wang, emma):
        await contact.says("/start")
    path = stage.settings().database
    a_new_database(path)
    database = Database(path)
    async with database.writing() as connection:
        unit = Unit(connection, 1_000_000)
        for who, language, tier, name, name_en in (
            (wang, Language.CHINESE, "council", "示例智能科技有限公司", "Example AI"),
            (emma, Language.ENGLISH, "chair", "另一家机器人公司", "Another Robotics"),
        ):
            person, _ = await people.add(unit, name=who.name, language=language, kind=ChannelKind.TELEGRAM, address=str(who.id))
            details = Details(name=who.name, roles=frozenset({ContactRole.DUES}), quiet_from=0, quiet_until=0)
            entry = Entry(name=name, name_en=name_en, tier=tier, joined_on=date(2020, 4, 9))
            await roster.admit(unit, entry, [(details, person.id)], actor_id=None)
        await unit.keep()
        await unit.flush()
    await database.close()
    return Office(stage, stage.owner, wang, emma)


async def test_a_transfer_for_two_members_is_recorded_placed_and_undone(office: Office) -> None:
    boss, wang, emma = office.treasurer, office.wang, office.emma
    async with running(office.stage):
        await office.claimed()
        (one, other) = [str(row[0]) for row in office.rows("SELECT reference FROM assessments ORDER BY id")]
        at_desk = office.stage.at_desk()
        await at_desk.says("/payment")
        await at_desk.sees("缴费事宜请在私聊中办理")
        await boss.says("/payment")
        await boss.sees("最近登记的缴费")
        await boss.taps("登记缴费")
        await office.answers(
            ("金额是多少", "一万五"),
            ("请填写以元为单位的金额", "15,000"),
            ("哪一天到账", "2999-01-01"),
            ("请填写已到的日期", "今天"),
            ("付款方", "示例智能科技"),
            ("备注", f"会费 {other.replace('-', '')}"),
            ("提交前请核对", ">提交"),
        )
        shown = await boss.sees("R-", "待分配：¥15,000.00", "备注编号", "付款方名称")
        puts = [button["text"] for button in buttons_of(shown) if "←" in button["text"]]
        assert puts == [f"{other} ← ¥15,000.00", f"{one} ← ¥10,000.00"]
        await boss.taps(one, shown)
        await boss.sees("已分配", "待分配：¥5,000.00", f"¥10,000.00 → {one}")
        await wang.sees("已收到贵单位的缴费", "金额：¥10,000.00", "已全部缴清")
        stale = next(button["callback_data"] for button in buttons_of(shown) if other in button["text"])
        await boss.presses(shown, data=stale, force=True)
        await boss.sees("此页面已过期", "待分配：¥5,000.00")
        await boss.taps("其他款项或金额")
        await office.answers(("用于哪一笔", "另一家"), ("分配多少", "6000"), ("提交前请核对", ">提交"))
        await boss.sees("超过应缴或可分配的金额")
        await boss.taps("其他款项或金额")
        await office.answers(("用于哪一笔", other.lower()), ("分配多少", "2000"), ("提交前请核对", ">提交"))
        await boss.sees("待分配：¥3,000.00", f"¥2,000.00 → {other}")
        told = await emma.sees("received your payment", "¥2,000.00", "Still to be paid: CN¥48,000.00")
        refused = await emma.answer_to(await emma.presses(told, data="pay:show:1", force=True))
        assert "Only treasurers" in refused["text"]
        await boss.says("/payment")
        await boss.taps("待分配", await boss.sees("¥3,000.00 待分配"))
        listed = await boss.sees("尚有余额待分配的缴费")
        await boss.taps("R-", listed)
        await boss.taps("撤销此笔缴费", await boss.sees("待分配：¥3,000.00"))
        await office.answers(("原因", "记错了账户"), ("视为从未收到", ">提交"))
        await boss.sees("已撤销", "视为从未收到")
        await wang.sees("登记有误", "待缴金额：¥10,000.00")
        await emma.sees("by mistake", "¥50,000.00")
        assert office.rows("SELECT sum(open_fen) FROM assessments") == [(6_000_000,)]
        assert office.rows("SELECT count(*), sum(fen) FROM dues_entries WHERE payment_id IS NOT NULL") == [(4, 0)]
        assert await office.stage.violations() == []


async def test_slips_corrections_and_the_report(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    boss, wang, emma = office.treasurer, office.wang, office.emma
    async with running(office.stage):
        await office.claimed()
        at_desk = office.stage.at_desk()
        for who, pay, send in ((emma, "I have paid", "Send"), (wang, "已缴费，上传凭证", "提交")):
            await who.says("/dues")
            await who.taps(pay, await who.sees("D-"))
            await who.sees("slip" if who is emma else "凭证")
            await who.sends(photo=a_file("slip.png"))
            await who.taps(send, await who.sees(send))
            await who.sees("D-")
        await at_desk.taps("退回凭证", await at_desk.sees("¥10,000.00"))
        await boss.taps("退回凭证", await boss.sees("缴费凭证", "示例智能科技有限公司"))
        await office.answers(("原因", "图片不清楚"), ("上传人会看到原因", ">提交"))
        await boss.sees("已退回")
        await wang.sees("未能登记", "原因：图片不清楚")
        await at_desk.sees("此凭证已退回")
        await boss.says("/payment")
        await boss.taps("1 份凭证待处理", await boss.sees("最近登记的缴费"))
        await boss.taps("另一家机器人公司", await boss.sees("待处理的凭证"))
        await boss.taps("登记缴费", await boss.sees("缴费凭证", "另一家机器人公司"))
        await office.answers(
            ("金额是多少", "5万"), ("哪一天到账", "今天"), ("付款方", ">跳过"), ("备注", ">跳过"), ("提交前请核对", ">提交")
        )
        await boss.taps("← ¥50,000.00", await boss.sees("已登记", "其凭证"))
        await emma.sees("received your payment", "Nothing is left to pay")
        await boss.says("/payment 示例")
        await boss.taps("减免或更正", await boss.sees("待缴金额：¥10,000.00"))
        await office.answers(("如何处理", ">减免"), ("金额是多少", "4000"), ("原因", "创始会员"), ("提交前请核对", ">提交"))
        await boss.sees("¥6,000.00", "创始会员")
        await wang.sees("秘书处调整了贵单位的应缴会费", "¥6,000.00")

        await boss.says("/dues_report")
        report = await boss.sees("会费", "理事单位", "¥6,000.00", "合计", "没有逾期款项")
        await boss.taps("全部明细", report)

        async def made() -> bool:
            return {"photo", "document"} <= {kind for message in await boss.messages() for kind in message}

        await office.stage.control.eventually(made, "the picture and the file")
        monkeypatch.setattr("bot.making.made.drawn", not_drawn)  # as where there is no font
        await boss.says("/dues_report")
        await boss.sees("图表未能生成", "doctor")

        await office.stage.control.post("faults", chat=wang.id, do={"status": 403})
        await boss.says("/payment 示例")
        await boss.taps("减免或更正", await boss.sees("待缴金额：¥6,000.00"))
        at_desk = office.stage.at_desk()
        at_desk.mark = await office.stage.control.last_event()
        await office.answers(("如何处理", ">减免"), ("金额是多少", "6000"), ("原因", "创始会员"), ("提交前请核对", ">提交"))
        await at_desk.sees("示例智能科技有限公司", "未送达联系人")
    assert office.rows("SELECT state FROM slips ORDER BY id") == [("recorded",), ("rejected",)]
    trail = {str(row[0]) for row in office.rows("SELECT action FROM audit")}
    assert {"payment.recorded", "payment.placed", "slip.rejected", "dues.waived", "dues.exported"} <= trail
