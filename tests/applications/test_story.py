"""From an enquiry to a member of the roster, and what may come between, as people live through it."""

import sqlite3
from contextlib import closing
from typing import Any

from conversation import answers, enquires
from stage import Player, Stage, a_file, buttons_of, running

STILL_MISSING = (
    ("英文名称", "tap", "跳过"),
    ("信用代码", "tap", "跳过"),
    ("何种级别", "tap", "普通会员"),
    ("哪个城市", "say", "北京"),
    ("通信地址", "say", "海淀区示例路 1 号"),
    ("会员代表", "say", "陈明"),
    ("姓名和电话或邮箱", "say", "陈明 chen@example.org，13900139000"),
    ("会费由谁负责", "tap", "跳过"),
)


async def test_an_enquiry_becomes_a_member(stage: Stage) -> None:
    """One tap takes over what was said; the rest is asked, looked through, asked for again, and approved once."""
    await stage.with_office()
    async with running(stage):
        alice, desk = await stage.person("Alice"), stage.at_desk()
        await enquires(alice)
        card = await desk.sees("示例智能科技有限公司", "转为入会申请")
        begun = await desk.answer_to(await desk.taps("转为入会申请", card))
        assert begun["text"] == "已建立申请 A-2026-0001，并已告知咨询人如何继续。"
        assert await desk.answer_to(await desk.taps("转为入会申请", card)) == begun, "pressed twice, begun once"
        await alice.sees("已根据您提供的信息建立入会申请", "A-2026-0001")
        await alice.taps("继续填写")
        await answers(alice, STILL_MISSING)
        await alice.sees("▢ 营业执照")
        await alice.says("稍后再发")
        await alice.sees("请发送文件或图片", "▢ 营业执照")
        await alice.sends_file("licence.pdf", b"%PDF-1.4 licence")
        await alice.sees("提交前请核对", "联络员：王小明，+86 138 0013 8000", "健康医疗", "联盟章程")
        await alice.taps("提交")
        await alice.sees("入会申请 A-2026-0001 已提交")
        await looks_through(stage, desk, alice)
        await alice.says("/status")
        await alice.sees("A-2026-0001", "已批准")
    assert rows(stage, "SELECT name, tier, city, state FROM members") == [
        ("示例智能科技有限公司", "ordinary", "北京", "active")
    ]
    speaking = rows(stage, "SELECT name, role, person_id IS NOT NULL FROM contacts JOIN contact_roles ON contact_id = id")
    assert sorted(speaking) == [("王小明", "liaison", 1), ("陈明", "representative", 0)]
    acts = [action for (action,) in rows(stage, "SELECT action FROM audit WHERE action LIKE 'application.%' ORDER BY id")]
    assert [act.partition(".")[2] for act in acts] == [
        *("begun", "submitted", "taken", "asked", "submitted", "read", "taken", "approved")
    ]


async def looks_through(stage: Stage, desk: Player, alice: Player) -> None:
    note = await desk.sees("📄 A-2026-0001", "· 已提交")
    await desk.taps("查看申请", note)
    file = await desk.sees("陈明，+86 139 0013 9000，chen@example.org", "营业执照", "开始审核")
    assert "代为填写" not in str(buttons_of(file))
    await desk.taps("开始审核", file)
    await alice.sees("A-2026-0001 正在审核")
    reviewed = await desk.sees("审核中", "批准")
    late = await desk.answer_to(await desk.presses(reviewed, data="application:sure:1:2", force=True))
    assert late["show_alert"], "drawn before somebody took it"
    await desk.taps("请补充材料", reviewed)
    question = await desk.sees("✍ A-2026-0001", "需要补充什么")
    await stage.knows(question)
    await desk.says("请换一张更清晰的照片。", reply_to=question["message_id"])
    await alice.sees("请您补充", "更清晰的照片")
    await desk.sees("已请 A-2026-0001 的申请人补充")
    await desk.says("还有一事。", reply_to=question["message_id"])
    await desk.sees("未转达")
    await alice.taps("继续填写")
    await alice.sees("提交前请核对")
    await alice.taps("✎ 材料")
    await alice.sees("✓ 营业执照")
    await alice.taps("重新发送材料")
    await alice.sees("▢ 营业执照")
    await alice.sends(photo=a_file("licence.png"))
    await alice.sees("提交前请核对")
    await alice.taps("提交")
    await desk.sees("📄 A-2026-0001", "· 已提交")
    await approves(stage, desk, alice)


async def approves(stage: Stage, desk: Player, alice: Player) -> None:
    assert stage.owner is not None
    await desk.says("/applications")
    await desk.taps("A-2026-0001", await desk.sees("待秘书处办理 (1)"))
    file = await desk.sees("把材料发给我")
    stage.owner.mark = await stage.control.last_event()
    await desk.taps("把材料发给我", file)
    sent = await stage.owner.sees("A-2026-0001 · 示例智能科技有限公司", "营业执照")
    assert "photo" in sent, "to the colleague's own chat, not to the group"
    await desk.taps("开始审核", file)
    await desk.taps("批准", await desk.sees("审核中", "批准"))
    sure = await desk.sees("批准示例智能科技有限公司以普通会员入会")
    first, second = await desk.taps("确认批准", sure), await desk.taps("确认批准", sure)
    assert await desk.answer_to(first) == await desk.answer_to(second), "pressed twice, admitted once"
    await alice.sees("欢迎！示例智能科技有限公司已成为", "普通会员")


async def test_what_is_somebody_elses_is_nothing_to_others(stage: Stage) -> None:
    """Twins are pointed out; forged buttons and colleagues without the role get nowhere; an applicant can take it back."""
    await stage.with_office()
    async with running(stage):
        alice, bob, desk = await stage.person("Alice"), await stage.person("Bob"), stage.at_desk()
        for who in (alice, bob):
            await enquires(who)
            await desk.taps("转为入会申请", await desk.sees("示例智能科技有限公司", "转为入会申请"))
            begun = await who.sees("建立入会申请")
        notices = [each for each in await desk.messages() if "📄 A-" in each.get("text", "")]
        await desk.taps("查看申请", notices[-1])
        await desk.sees("可能是同一单位：示例智能科技有限公司（A-2026-0001）", "代为填写")
        for forged in ("application:go:1", "application:withdraw:1:0", "application:yes:1:0"):
            told = await bob.answer_to(await bob.presses(begun, data=forged, force=True))
            assert "/status" in told["text"], forged
        treasurer = await stage.person("Carol")
        await treasurer.says("/start")
        hello = await treasurer.sees("您好")
        await desk.says(f"/staff add {treasurer.id} treasurer")
        await desk.sees("Carol", "财务")
        for forged in ("application:open:1", "application:take:1:0", "application:from:1", "application:files:1:0"):
            told = await treasurer.answer_to(await treasurer.presses(hello, data=forged, force=True))
            assert "只有负责入会申请的同事" in told["text"], forged
        await bob.taps("继续填写", begun)
        await bob.sees("英文名称")
        await bob.taps("撤回", begun)
        await bob.taps("确认撤回", await bob.sees("撤回示例智能科技有限公司的申请"))
        await bob.sees("申请 A-2026-0002 已撤回")
        await desk.sees("📄 A-2026-0002", "已撤回")
        await bob.says("/apply")
        await bob.taps("继续填写", await bob.sees("未填完的表单"))
        await answers(bob, STILL_MISSING)
        await bob.sends_file("licence.pdf", b"%PDF-1.4 licence")
        await bob.taps("提交", await bob.sees("提交前请核对"))
        await bob.sees("入会申请 A-2026-0003 已提交")
    states = [("draft",), ("withdrawn",), ("submitted",)]
    assert rows(stage, "SELECT state FROM applications ORDER BY id") == states, "applied anew with what was typed"


def rows(stage: Stage, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(stage.folder / "alliance.db")) as database:
        return database.execute(statement).fetchall()
