"""The way through the form: back, skip, change, doubt, refusal, cancel, and what is done with an abandoned one."""

import pytest
from clocks import TestClock
from conversation import STEPS_ZH, answers
from stage import FAST, Stage, a_file, running


async def test_back_and_change_keep_the_other_answers(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:2])
        await alice.sees("哪种类型")
        await alice.taps("上一步")
        await alice.sees("全称")
        await alice.says("改名后的公司")
        await answers(alice, STEPS_ZH[2:])
        await alice.sees("提交前请核对", "改名后的公司")
        await alice.taps("✎ 单位类型")
        await alice.sees("哪种类型", "✓ 企业")
        await alice.taps("保留原样")
        await alice.sees("提交前请核对")
        await alice.taps("✎ 联系人")
        await alice.sees("怎么称呼", "✓ 王小明")
        await alice.says("李大伟")
        await alice.sees("提交前请核对", "改名后的公司", "李大伟", "健康医疗")
        await alice.taps("提交")
        await alice.sees("Q-20")
        await stage.at_desk().sees("改名后的公司", "李大伟")


async def test_a_mistyped_code_is_doubted_and_can_be_kept_or_typed_again(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:3])
        await alice.sees("统一社会信用代码")
        await alice.says("91110108MA01ABCD5X")
        await alice.sees("似乎有误", "91110108MA01ABCD5X")
        await alice.says("９１１１０１０８ma01abcd5y")
        await alice.sees("似乎有误", "91110108MA01ABCD5Y")
        await alice.taps("保留原样")
        await alice.sees("怎么称呼")


@pytest.mark.parametrize("typed", ["12345", "name@", "call me", "电话"])
async def test_a_contact_that_cannot_be_is_refused_with_an_example(stage: Stage, typed: str) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:5])
        await alice.sees("怎样联系")
        await alice.says(typed)
        await alice.sees("一个邮箱或一个电话号码", "怎样联系")


@pytest.mark.parametrize(("typed", "said"), [("\u200b\u202e", "没有输入"), ("长" * 201, "不超过 200 个字")])
async def test_an_empty_or_endless_name_is_refused(stage: Stage, typed: str, said: str) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:1])
        await alice.sees("全称")
        await alice.says(typed)
        await alice.sees(said, "全称")


async def test_a_choice_may_be_typed_in_either_language_and_a_file_is_no_answer(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await alice.sees("哪方面")
        await alice.says("whatever")
        await alice.sees("请点选问题下方的按钮")
        await alice.sends_file("a.pdf", b"%PDF")
        await alice.sees("请用文字回答")
        await alice.says("cooperation")
        await alice.sees("全称")


async def test_an_album_is_no_answer_and_that_is_said_once(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await alice.sees("哪方面")
        await alice.sends_album(*({"photo": a_file(f"{number}.png")} for number in range(4)))
        await alice.sees("请用文字回答")
        await alice.says("cooperation")
        await alice.sees("全称")
        assert sum("请用文字回答" in line for line in await alice.transcript()) == 1


async def test_a_double_tap_advances_once_and_an_old_button_changes_nothing(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        first = await alice.sees("哪方面")
        button = next(b for row in first["reply_markup"]["inline_keyboard"] for b in row if "合作" in b["text"])
        other = next(b for row in first["reply_markup"]["inline_keyboard"] for b in row if "其他" in b["text"])
        await alice.presses(first, data=button["callback_data"], force=True)
        await alice.sees("全称")
        await alice.presses(first, data=button["callback_data"], force=True)
        query = await alice.presses(first, data=other["callback_data"], force=True)
        await alice.sees("全称", "第 2 项")
        assert "已过期" in (await alice.answer_to(query))["text"]
        await answers(alice, STEPS_ZH[1:])
        await alice.sees("提交前请核对", "合作")


async def test_someone_elses_button_is_out_of_date(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice, mallory = await stage.person("Alice"), await stage.person("Mallory")
        await alice.says("/join")
        screen = await alice.sees("哪方面")
        data = screen["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await mallory.says("/start")
        own = await mallory.sees("会员服务")
        query = await mallory.presses(own, data=data, force=True)
        assert "已结束" in (await mallory.answer_to(query))["text"]
        await alice.taps("加入联盟")
        await alice.sees("全称")


async def test_cancel_deletes_the_answers(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:2])
        await alice.sees("哪种类型")
        await alice.says("/cancel")
        await alice.sees("已取消")
        await alice.says("/cancel")
        await alice.sees("目前没有需要取消的操作")
        await alice.says("/join")
        await alice.sees("第 1 项，共 8 项")


async def test_an_abandoned_form_is_offered_and_goes_on_where_it_stood(stage: Stage) -> None:
    await stage.with_office()
    clock = TestClock(FAST)
    async with running(stage, clock):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:2])
        await alice.sees("哪种类型")
        clock.advance(hours=2)
        await alice.says("昨天天晴，今天下雨")
        await alice.sees("已转交秘书处")
        await alice.sees("未填完的表单", "第 3 项")
        await alice.says("/start")
        await alice.sees("未填完的表单")
        await alice.taps("继续填写")
        await alice.sees("哪种类型", "第 3 项")
        await alice.taps("企业")
        await alice.sees("统一社会信用代码")


async def test_after_a_day_it_is_gone(stage: Stage) -> None:
    await stage.with_office()
    clock = TestClock(FAST)
    async with running(stage, clock):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:2])
        screen = await alice.sees("哪种类型")
        clock.advance(hours=25)
        query = await alice.presses(screen, text="企业")
        assert "已结束" in (await alice.answer_to(query))["text"]
        await alice.says("/join")
        await alice.sees("第 1 项，共 8 项")


async def test_a_question_asked_in_the_middle_is_no_answer(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:1])
        await alice.sees("全称")
        await alice.says("/start")
        await alice.sees("会员服务台")
        await alice.taps("提问")
        await alice.sees("请在这里写下您的问题")
        await alice.says("会费是多少？")
        await alice.sees("这是您想了解的吗？")
        await alice.sees("未填完的表单")
        await alice.taps("继续填写")
        await alice.sees("全称")
        await alice.says("示例智能科技有限公司")
        await alice.sees("哪种类型")


async def test_a_double_tap_on_the_menu_begins_one_form(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start")
        menu = await alice.sees("加入联盟")
        await alice.presses(menu, text="加入联盟")
        await alice.presses(menu, text="加入联盟")
        await alice.sees("全称")
        await alice.says("/help")
        await alice.sees("/join")
        assert not any("未填完的表单" in line for line in await alice.transcript())


async def test_a_restart_goes_on_at_the_same_step(stage: Stage) -> None:
    await stage.with_office()
    alice = await stage.person("Alice")
    async with running(stage):
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:4])
        await alice.sees("怎么称呼")
    async with running(stage):
        await alice.says("王小明")
        await answers(alice, STEPS_ZH[5:])
        await alice.sees("提交前请核对", "示例智能科技有限公司", "王小明")


async def test_the_form_follows_a_change_of_language(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/join")
        await answers(alice, STEPS_ZH[:1])
        await alice.sees("全称")
        await alice.says("/language")
        await alice.sees("请选择语言")
        await alice.taps("English")
        await alice.sees("We will write to you in English from now on.")
        await alice.says("Example Ltd")
        await alice.sees("What kind of organisation", "3 of 8")


LONGEST = (
    ("enquiry about", "tap", "Cooperation"),
    ("full name", "say", "&<" * 100),
    ("What kind", "tap", "Company"),
    ("credit code", "say", "0" * 60),
    ("looks mistyped", "tap", "Keep"),
    ("Whom may we", "say", "<i>" * 33),
    ("reach you", "say", "a" * 64 + "@example.org"),
    ("fields interest", "tap", "Health care"),
    ("☑ Health care", "tap", "Done"),
    ("tell or ask", "say", "\U0001f600<&>" * 400),
)


async def test_the_longest_answers_fit_into_every_screen(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("A" * 64, "en", last_name="<b>" * 21)
        await alice.says("/start join")
        await answers(alice, LONGEST)
        await alice.sees("Please check", LONGEST[-1][2])
        await alice.taps("Send")
        await alice.sees("Q-20")
        await stage.at_desk().sees(LONGEST[-1][2], LONGEST[1][2])
    assert await stage.violations() == []
