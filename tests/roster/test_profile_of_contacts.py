"""A contact sees their organisation in the roster and proposes changes, which hold once a colleague agrees."""

from dataclasses import replace

from roster_office import ENTRY, in_roster, standing, writing
from stage import Player, Stage, buttons_of, running

from domain.roster import ContactRole
from storage import members, roster

REPRESENTATIVE = ContactRole.REPRESENTATIVE


async def has_menu(who: Player) -> bool:
    return "'profile'" in str(await who.control.get("commands", chat=who.chat, person=who.id))


async def proposes(who: Player, *answers: tuple[str, str]) -> None:
    """Change some answers of the form that shows how things stand, and send it."""
    await who.taps("提出更改")
    for label, answer in answers:
        await who.taps(f"✎ {label}", await who.sees("请核对"))
        await who.sees("取消")
        await who.says(answer)
    await who.taps("提交", await who.sees("请核对", "经秘书处确认后生效"))


async def test_what_a_contact_proposes_holds_once_a_colleague_agrees(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        wang, chen = await stage.person("王小明"), await stage.person("陈立")
        desk = stage.at_desk()
        for who in (wang, chen):
            await who.says("/profile")
            await who.sees("尚未登记为会员单位的联系人")
        member = await in_roster(stage, ENTRY, (wang, REPRESENTATIVE), (chen, ContactRole.DUES))
        await wang.says("/profile")
        shown = await wang.sees("晨星智能科技有限公司", "北京", "王小明 · 会员代表", "陈立 · 会费联系人", "2024")
        await wang.says("/help")
        await wang.sees("会员单位联系人专用", "/profile")
        await wang.says("/start")
        await wang.sees("会员服务台")
        await stage.control.eventually(lambda: has_menu(wang), "the menu of a contact")

        await wang.taps("提出更改", shown)
        await wang.taps("提交", await wang.sees("请核对"))
        await wang.sees("没有需要提交的更改")

        desk.mark = await stage.control.last_event()
        await wang.says("/profile")
        await wang.sees("北京")
        await proposes(wang, ("城市", "上海"), ("您的职务", "副总经理"))
        await wang.sees("P-1, P-2")
        entry_card = await desk.sees("P-1", "晨星", "北京 → 上海")
        own_card = await desk.sees("P-2", "— → 副总经理")
        await wang.says("/profile")
        await wang.sees("等待秘书处确认")

        await desk.taps("采纳", entry_card)
        await wang.sees("P-1", "已采纳")
        await desk.sees("P-1", "李同事 已采纳")
        query = await desk.taps("采纳", own_card)  # drawn beside what no longer stands there
        assert "变" in (await desk.answer_to(str(query)))["text"]
        await desk.taps("采纳", await desk.sees("P-2", "— → 副总经理"))
        await wang.sees("P-2", "已采纳")
        entry, speakers = await standing(stage, member)
        assert (entry.city, entry.name_en) == ("上海", "Morningstar AI")
        assert [each.position for each in speakers] == ["副总经理", ""]

        await _a_new_representative(stage, wang, chen, desk)
        entry, speakers = await standing(stage, member)
        assert [(each.name, sorted(each.roles)) for each in speakers] == [
            ("王小明", []),
            ("陈立", ["dues"]),
            ("赵一", ["representative"]),
        ]
        assert await stage.violations() == []


async def _a_new_representative(stage: Stage, wang: Player, chen: Player, desk: Player) -> None:
    """One proposal is declined with a reason, the next one replaces an open one and is accepted."""
    desk.mark = await stage.control.last_event()
    for who, name in ((wang, "赵零"), (chen, "赵三"), (chen, "赵一")):
        await who.says("/profile")
        await who.taps("更换代表", await who.sees("晨星"))
        await who.sees("由谁担任")
        await who.says(name)
        await who.taps("跳过", await who.sees("职务"))
        await who.taps("跳过", await who.sees("邮箱"))
        await who.sees("电话号码")
        await who.says("13800138000")
        await who.taps("提交", await who.sees("请核对", name))
        await who.sees("已送达秘书处")
    first = await desk.sees("P-3", "赵零", "目前", "王小明")
    await desk.sees("P-4", "已撤回")
    third = await desk.sees("P-5", "赵一")
    await desk.taps("不采纳", first)
    asked = await desk.sees("✗ P-3", "理由")
    await desk.says("请附授权书。", reply_to=asked["message_id"])
    await wang.sees("P-3", "未获采纳", "请附授权书。")
    await desk.sees("P-3", "未采纳：请附授权书。")
    await desk.says("再说一次。", reply_to=asked["message_id"])
    await desk.sees("已有结论")
    await desk.taps("采纳", third)
    await chen.sees("P-5", "赵一", "邀请")


async def test_nobody_sees_or_decides_what_is_not_theirs(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        wang, chen, zhou = await stage.person("王小明"), await stage.person("陈立"), await stage.person("周航")
        for who in (wang, chen, zhou):
            await who.says("/profile")
            await who.sees("尚未登记")
        member = await in_roster(stage, ENTRY, (wang, REPRESENTATIVE))
        university = replace(ENTRY, name="远山大学", name_en="")
        other = await in_roster(stage, university, (chen, REPRESENTATIVE), (wang, ContactRole.DUES))
        await wang.says("/profile")
        choice = await wang.sees("多家会员单位", "晨星智能科技有限公司", "远山大学")
        await wang.taps("远山大学", choice)
        await wang.sees("远山大学", "陈立")
        await chen.says("/profile")
        mine = await chen.sees("远山大学")
        foreign = next(b["callback_data"] for b in buttons_of(choice) if "晨星" in b["text"])
        number = foreign.rpartition(":")[2]
        for verb in ("show", "edit", "representative"):
            query = await chen.presses(mine, data=f"profile:{verb}:{number}", force=True)
            assert "未找到" in (await chen.answer_to(str(query)))["text"]

        desk, treasurer = stage.at_desk(), zhou.inside(stage.staff_chat or 0)
        await stage.control.post("member", chat=stage.staff_chat, person=zhou.id, status="member")
        assert stage.owner is not None
        await stage.owner.says(f"/staff add {zhou.id} treasurer")
        await stage.owner.sees(str(zhou.id), "现已担任")
        desk.mark = await stage.control.last_event()
        await chen.taps("提出更改", mine)
        await chen.taps("✎ 通信地址", await chen.sees("请核对"))
        await chen.sees("通信地址")
        async with writing(stage) as unit:  # the roster changes before they send
            found = await members.by_id(unit, other.id)
            assert found
            await roster.change(unit, found, replace(found.entry, city="天津"), actor_id=None)
        await chen.says("学院路 1 号")
        await chen.taps("提交", await chen.sees("请核对"))
        card = await desk.sees("P-1", "远山大学", "— → 学院路 1 号")
        query = await treasurer.taps("采纳", card)
        assert "只有秘书" in (await treasurer.answer_to(str(query)))["text"]
        await desk.taps("采纳", card)
        await chen.sees("P-1", "已采纳")
        entry, _ = await standing(stage, other)
        assert (entry.city, entry.address) == ("天津", "学院路 1 号")
        assert (await standing(stage, member))[0] == ENTRY
