"""From a prospect's first message to a colleague's answer, in both languages, through the doors their users use."""

from dataclasses import dataclass

import pytest
from conversation import STEPS_EN, STEPS_ZH, enquires
from stage import Stage, running


@dataclass(frozen=True)
class Story:
    """One language's way through the conversation."""

    language: str
    steps: tuple[tuple[str, str, str], ...]
    send: str
    greeting: str
    header: str
    answered: str
    stated: tuple[str, str]


IN_CHINESE = Story(
    "zh-hans",
    STEPS_ZH,
    "提交",
    "您好，这里是中关村数智人工智能产业联盟会员服务",
    "联盟秘书处",
    "已答复",
    ("王小明", "+86 138 0013 8000"),
)
IN_ENGLISH = Story(
    "en",
    STEPS_EN,
    "Send",
    "Welcome to the member services",
    "Alliance office",
    "answered",
    ("Emma Clarke", "emma@example.org"),
)


@pytest.mark.parametrize("story", [IN_CHINESE, IN_ENGLISH], ids=["zh", "en"])
async def test_a_prospect_enquires_and_reads_the_answer(stage: Stage, story: Story) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice", story.language)
        await alice.says("/start")
        await alice.sees(story.greeting)
        reference = await enquires(alice, story.steps, story.send)
        card = await stage.at_desk().sees(reference, *story.stated, story.steps[-1][2])
        colleague = stage.at_desk(card["message_thread_id"])
        written = await colleague.says("您好！<请查收>")
        await alice.sees(story.header, "您好！<请查收>")
        await colleague.sees_reaction(written, "👌")
        await alice.says("/status")
        await alice.sees(reference, story.answered)
    assert await stage.violations() == []


async def test_what_she_writes_later_reaches_the_same_topic(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start")
        reference = await enquires(alice)
        card = await stage.at_desk().sees(reference)
        await alice.says("再补充一点：我们在上海。")
        await alice.sees("已转交秘书处", reference)
        desk = stage.at_desk(card["message_thread_id"])
        await desk.sees(reference, "再补充一点：我们在上海。")
        await alice.sends_file("简介.pdf", b"%PDF-1.4 example")
        await alice.sees("已转交秘书处")
        assert any(m.get("document", {}).get("file_name") == "简介.pdf" for m in await desk.until_messages(5))
    assert await stage.violations() == []


async def test_a_text_out_of_the_blue_opens_an_enquiry(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob = await stage.person("Bob", "en")
        await bob.says("Our robot dog has learnt to whistle.")
        await bob.sees("passed to the office", "Q-20")
        card = await stage.at_desk().sees("Our robot dog has learnt to whistle.", "Bob", "英文")
        assert len(await stage.at_desk(card["message_thread_id"]).messages()) <= 2
        await bob.says("/status")
        await bob.sees("waiting for the office")


async def test_a_long_text_is_passed_on_whole(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob = await stage.person("Bob", "en")
        text = "".join(f"<b>{number:04d}</b> " for number in range(340))[:4090]
        await bob.says(text)
        await bob.sees("passed to the office")
        card = await stage.at_desk().sees("0000")
        desk = stage.at_desk(card["message_thread_id"])
        await desk.sees("0335")
        shown = "".join(m.get("text", "") for m in await desk.messages())
        assert all(f"<b>{number:04d}</b>" in shown for number in range(1, 330))
    assert await stage.violations() == []


async def test_a_deep_link_starts_the_form(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start join")
        await alice.sees("哪方面", "第 1 项，共 8 项")


async def test_the_menu_answers_the_first_question(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start")
        await alice.sees("加入联盟")
        await alice.taps("加入联盟")
        await alice.sees("全称", "第 2 项，共 8 项")
