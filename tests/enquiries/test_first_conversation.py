"""From a prospect's first message to a colleague's answer, through the doors their users use."""

import pytest
from conftest import running
from stage import Stage


async def fill_in(alice, *, until_summary: bool = True) -> None:
    await alice.says("/join")
    await alice.sees("1", "8")
    await alice.taps("加入联盟")
    await alice.sees("全称")
    await alice.says("示例智能科技有限公司")
    await alice.sees("哪种类型")
    await alice.taps("企业")
    await alice.sees("统一社会信用代码")
    await alice.taps("跳过")
    await alice.sees("怎么称呼")
    await alice.says("王小明")
    await alice.sees("怎样联系")
    await alice.says("13800138000")
    await alice.sees("关注哪些领域")
    await alice.taps("健康医疗")
    await alice.sees("☑ 健康医疗")
    await alice.taps("选好了")
    await alice.sees("还有什么")
    await alice.says("我们想了解会费。")
    await alice.sees("提交前请核对")


async def test_a_prospect_enquires_and_reads_the_answer(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start")
        await alice.sees("中关村数智人工智能产业联盟")
        await fill_in(alice)
        await alice.taps("提交")
        await alice.sees("Q-", "-0001")
        desk = stage.at_desk()
        card = await desk.sees("示例智能科技有限公司", "王小明", "+86 138 0013 8000", "健康医疗", "我们想了解会费。")
        colleague = stage.at_desk(card["message_thread_id"])
        await colleague.says("您好，欢迎咨询！")
        await alice.sees("联盟秘书处", "您好，欢迎咨询！")
    assert await stage.violations() == []
