"""The roster as staff keep it: found, looked at, changed a field at a time, and contacts invited, by buttons and replies."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from clocks import TestClock
from stage import FAST, Player, Stage, a_stage, buttons_of, ready_made, running

from domain.errors import OutOfDateError
from domain.roster import CodeTakenError, ContactRole, Details, Entry
from storage import contacts, members, roster
from storage.database import Database
from storage.unit import Unit

JOIN = "desk@alliance.example"
CODE = "91110108MA01C8JE08"
WANG = Details(name="王芳", roles=frozenset({ContactRole.REPRESENTATIVE}), mail="wang@firm.example")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path, mail=True, limits=False, mail_address=JOIN) as made:
        yield made


async def a_roster(stage: Stage, *names: str) -> list[int]:
    """Admit members, each with one contact, before the bot begins; return their numbers."""
    ready_made(stage.settings())
    database = Database(stage.settings().database)
    async with database.writing() as connection:
        unit = Unit(connection, 1_700_000_000_000)
        entries = [Entry(name=name, tier="ordinary", joined_on=date(2020, 4, 9)) for name in names]
        admitted = [await roster.admit(unit, each, [(WANG, None)], actor_id=None) for each in entries]
        await unit.keep()
    await database.close()
    return [each.id for each in admitted]


async def replies(who: Player, question: str, answer: str, stage: Stage) -> None:
    asked = await who.sees("✍", question)
    await stage.knows(asked)
    await who.says(answer, reply_to=asked["message_id"])


async def letter_to(stage: Stage, address: str) -> str:
    """Return what the letter to an address says, once it has left."""
    found: list[str] = []

    async def sent() -> bool:
        letters = (await stage.control.get("letters"))["letters"]
        found.extend(each["text"] for each in letters if each["to"] == [address])
        return bool(found)

    await stage.control.eventually(sent, "the letter")
    return found[0]


async def guesses(who: Player, links: tuple[str, ...], clock: TestClock) -> None:
    """Open links that do not work until it is too much, and again later."""
    for link in links:
        await who.says(f"/start {link}")
        await who.sees("can no longer be used")
    await who.says("/start m-more")
    await who.sees("in an hour")
    clock.advance(hours=2)
    await who.says("/start m-more")
    await who.sees("can no longer be used")


async def stranger_to_the_bot_invites(stage: Stage, owner: Player) -> None:
    """Let a secretary who never opened the bot press for a link, which then cannot reach them."""
    new = await stage.person("赵秘书")
    await stage.control.post("member", chat=stage.staff_chat, person=new.id, status="member")
    await owner.says(f"/staff add {new.id} secretary")
    await owner.sees(str(new.id))
    await owner.says("/members 中科")
    await owner.taps("王芳", await owner.sees("李娜", "王芳"))
    card = await owner.sees("wang@firm.example", "邀请接入 Telegram")
    await new.inside(stage.staff_chat or 0).taps("邀请接入 Telegram", card)
    await owner.sees("所需内容未能送达")


async def test_a_secretary_finds_and_changes_a_member(stage: Stage) -> None:
    await stage.with_office()
    await a_roster(stage, "中科云图智能科技有限公司", *(f"示例单位{number:02}" for number in range(9)))
    treasurer = await stage.person("Emma", "en")
    async with running(stage):
        owner = stage.owner
        assert owner is not None
        await owner.says("/members")
        await owner.sees("会员名册", "共 10 家", "下一页")
        await owner.taps("下一页")
        await owner.sees("中科云图", "上一页")
        await owner.taps("暂停")
        await owner.sees("共 0 家")
        await owner.says("/members zkyt")
        await owner.sees("中科云图智能科技有限公司", "普通会员", "王芳", "wang@firm.example", "待缴会费")
        await owner.taps("编辑")
        menu = await owner.sees("哪一项")
        await owner.taps("统一社会信用代码")
        await replies(owner, "统一社会信用代码", "1234", stage)
        await owner.sees("末位为校验码")
        await owner.taps("统一社会信用代码", menu)
        await replies(owner, "统一社会信用代码", CODE.lower(), stage)
        await owner.sees("已完成", CODE)
        await owner.taps("级别", menu)  # of an older version
        await owner.sees("中科云图", CODE)
        await owner.taps("编辑")
        await owner.taps("级别", await owner.sees("哪一项"))
        await owner.taps("理事单位", await owner.sees("级别 · "))
        await owner.sees("级别：理事单位")
        await owner.taps("编辑")
        await owner.taps("状态", await owner.sees("哪一项"))
        await owner.taps("暂停", await owner.sees("状态 · "))
        await replies(owner, "暂停", "一年未联系上", stage)
        card = await owner.sees("已完成", "状态：暂停")
        await owner.taps("变更记录")
        await owner.sees("有效 → 暂停", "一年未联系上", "普通会员 → 理事单位", "机器人", "入会")
        await owner.says(f"/staff add {treasurer.id} treasurer")
        await owner.sees("现已担任")
        desk = treasurer.inside(treasurer.id)
        await desk.says("/members 91110108")
        seen = await desk.sees("中科云图", "suspended")
        assert "Edit" not in [each["text"] for each in buttons_of(seen)]
        for button in (each["callback_data"] for each in buttons_of(card) if "edit" in each.get("callback_data", "")):
            query = await desk.presses(seen, data=button, force=True)
            assert "secretary" in (await desk.answer_to(query))["text"]
        stranger = await stage.person("路人")
        await stranger.says("/members")
        await stranger.sees("没有这个命令")


async def test_a_contact_is_added_invited_and_ended(stage: Stage) -> None:
    await stage.with_office()
    await a_roster(stage, "中科云图智能科技有限公司")
    li, thief = await stage.person("李娜"), await stage.person("Mallory", "en")
    clock = TestClock(FAST)
    async with running(stage, clock, smtp_url=stage.sandbox.smtp_url, join_address=JOIN):
        owner = stage.at_desk()
        await owner.says("/members zhongkeyuntu")
        await owner.sees("王芳", "新增联系人")
        await owner.taps("新增联系人")
        await replies(owner, "新联系人", "李娜\n财务经理\nLI@firm.example\n138 0013 8000", stage)
        await owner.sees("李娜", "财务经理", "li@firm.example", "+86 138 0013 8000")
        await owner.taps("身份")
        await owner.taps("会员代表", await owner.sees("☐ 会员代表"))
        await owner.taps("会费联系人", await owner.sees("☑ 会员代表"))
        await owner.taps("保存", await owner.sees("☑ 会费联系人"))
        card = await owner.sees("李娜", "会员代表、会费联系人")
        await owner.taps("邀请接入 Telegram", card)
        private = stage.owner
        assert private is not None
        private.mark = owner.mark
        link = (await private.sees("限用一次", "start=m-"))["text"]
        token = link.partition("start=")[2].split()[0]
        assert token in await letter_to(stage, "li@firm.example")
        await li.says(f"/start {token}")
        asked = await li.sees("中科云图智能科技有限公司", "李娜", "会员代表")
        await thief.says("/start")
        query = await thief.presses(await thief.sees("Welcome"), data=buttons_of(asked)[0]["callback_data"], force=True)
        assert "can no longer be used" in (await thief.answer_to(query))["text"]
        await li.taps("是我本人")
        await li.sees("您已作为", "/profile")
        await owner.sees("李娜", "已接入")
        await li.says(f"/start {token}")
        await li.sees("您已是 中科云图智能科技有限公司 的联系人")
        await guesses(thief, (token, "m-1", "m-2", "m-3", "m-4"), clock)
        await stranger_to_the_bot_invites(stage, owner)
        await owner.says("/members 中科")
        seen = await owner.sees("李娜", "Telegram", "王芳")
        await owner.taps("李娜", seen)
        await owner.taps("不再担任联系人", await owner.sees("财务经理"))
        sure = await owner.sees("确定 李娜 不再")
        await owner.taps("是，不再担任", sure)
        gone = await owner.sees("中科云图", "王芳")
        assert "李娜" not in gone["text"]
        await owner.taps("变更记录")
        await owner.sees("李娜 不再担任联系人", "联系人 李娜 已接入", "更改联系人 王芳：身份")
        await li.says("/profile")
        await li.sees("尚未登记为会员单位的联系人")


async def test_acts_on_what_has_changed_leave_the_roster_alone(stage: Stage) -> None:
    first, second = await a_roster(stage, "中科云图智能科技有限公司", "示例单位")
    database = Database(stage.settings().database)
    async with database.writing() as connection:
        unit = Unit(connection, 1)
        member = await members.by_id(unit, first)
        assert member is not None
        [wang] = await contacts.of_member(unit, first)
        coded = replace(member.entry, credit_code=CODE)
        await roster.change(unit, member, coded, actor_id=None)
        with pytest.raises(OutOfDateError):
            await roster.change(unit, member, replace(coded, city="北京"), actor_id=None)
        other = await members.by_id(unit, second)
        assert other is not None
        with pytest.raises(CodeTakenError):
            await roster.change(unit, other, coded, actor_id=None)
        await roster.end_contact(unit, wang, actor_id=None)
        for act in (roster.end_contact(unit, wang, actor_id=None), roster.bind(unit, wang, 1, actor_id=None)):
            with pytest.raises(OutOfDateError):
                await act
        assert await contacts.of_member(unit, first) == []
        changed = await members.by_id(unit, first)
        assert changed is not None
        assert (changed.version, changed.entry) == (2, coded)
    await database.close()
