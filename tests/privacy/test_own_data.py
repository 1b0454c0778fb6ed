"""What /privacy says, and the file of one's own data: whole, readable, and nobody else's."""

import pytest
from clocks import TestClock
from conversation import asks
from leaving import CODES, WORDS, content, enquires_in, settled
from stage import Player, Stage, a_file, buttons_of, running

from bot.profile import load
from handlers.kit.markup import CAPTION_LIMIT, MESSAGE_LIMIT, units

LABELS = {
    "zh": {
        "person": "本人",
        "name": "姓名",
        "channels": "联系渠道",
        "address": "地址或编号",
        "enquiries": "咨询",
        "reference": "编号",
        "consent": "同意的隐私说明版本",
        "answers": "填写内容",
        "kind": ("类型", "企业"),
        "fields": ("关注领域", ["健康医疗"]),
        "messages": "消息",
        "from": "来自",
        "text": "正文",
        "voices": ["您", "秘书处", "秘书处内部备注"],
        "forms": "未填完的咨询单",
        "sent": "机器人发给您的消息",
        "log": "操作记录",
        "received": "从 Telegram 收到的原始记录",
    },
    "en": {
        "person": "Person",
        "name": "Name",
        "channels": "Ways to reach you",
        "address": "Address or number",
        "enquiries": "Enquiries",
        "reference": "Reference",
        "consent": "Privacy notice agreed to (version)",
        "answers": "Answers",
        "kind": ("Kind", "University"),
        "fields": ("Fields of interest", None),
        "messages": "Messages",
        "from": "From",
        "text": "Text",
        "voices": ["you", "the office", "an internal note of the office"],
        "forms": "Unfinished forms",
        "sent": "Messages from the bot",
        "log": "What was done",
        "received": "As received from Telegram",
    },
}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_privacy_says_how_long_and_offers_both(stage: Stage, language: str) -> None:
    words = WORDS[language]
    async with running(stage):
        alice = await stage.person("Alice", CODES[language])
        await alice.says("/privacy")
        said = await alice.sees(words["keeps"], words["days"], "mufan@aiiaorg.cn", "Telegram")
        assert units(said["text"]) < MESSAGE_LIMIT
        assert [button["text"] for button in buttons_of(said)] == [words["send"], words["delete"]]
        profile = load(stage.settings())
        assert str(profile.retention_days) in said["text"]
        assert all(command in profile.privacy_notice.in_(language) for command in ("/privacy", "/mydata"))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_file_holds_all_there_is_and_nothing_of_others(stage: Stage, language: str) -> None:
    labels = LABELS[language]
    await stage.with_office()
    async with running(stage):
        bob = await stage.person("Bob", CODES[language])
        await enquires_in(bob, language)
        alice = await stage.person("Alice <& Co", CODES[language], username="alice_in_wonderland")
        reference = await enquires_in(alice, language)
        topic = stage.at_desk((await stage.at_desk().sees(reference))["message_thread_id"])
        await alice.says("Is <b>this</b> 所有？")
        await topic.sees("所有")
        await topic.says("Our answer.")
        await alice.sees("Our answer.")
        await topic.says("// Our internal note.")
        await settled(stage)
        await alice.says("/join")
        await alice.says("/mydata")
        document = await alice.sees(WORDS[language]["file"])
        data = await content(stage, document)
    assert units(document["caption"]) < CAPTION_LIMIT
    assert data[labels["person"]][labels["name"]] == "Alice <& Co"
    assert [each[labels["address"]] for each in data[labels["channels"]]] == [str(alice.id)]
    [enquiry] = data[labels["enquiries"]]
    assert (enquiry[labels["reference"]], enquiry[labels["consent"]]) == (reference, "3")
    for name, value in (labels["kind"], labels["fields"]):
        assert enquiry[labels["answers"]].get(name) == value
    messages = [(each[labels["from"]], each[labels["text"]]) for each in enquiry[labels["messages"]]]
    said = ["Is <b>this</b> 所有？", "Our answer.", "// Our internal note."]
    assert messages == list(zip(labels["voices"], said, strict=True))
    assert len(data[labels["forms"]]) == 1
    assert any("Our answer." in each[labels["text"]] for each in data[labels["sent"]])
    assert data[labels["log"]]
    assert "alice_in_wonderland" in str(data[labels["received"]])
    assert all(name not in str(data) for name in ("Bob", "李同事", str(stage.owner and stage.owner.id)))


async def test_an_owner_without_a_group_does_not_get_what_others_wrote(stage: Stage) -> None:
    await stage.with_office(group=False)
    assert stage.owner is not None
    async with running(stage):
        bob = await stage.person("Bob", "en")
        await enquires_in(bob, "en")
        await stage.owner.sees("Q-")
        await stage.owner.says("/mydata")
        data = await content(stage, await stage.owner.sees(WORDS["zh"]["file"]))
    assert "Emma Clarke" not in str(data[LABELS["zh"]["sent"]])


async def test_a_repeated_press_sends_one_file_and_a_later_one_another(stage: Stage) -> None:
    clock = TestClock(30.0)
    async with running(stage, clock):
        alice = await stage.person("Alice", "en")
        await alice.says("/privacy")
        screen = await alice.sees(WORDS["en"]["keeps"])
        queries = [await alice.taps(WORDS["en"]["send"], screen) for _ in range(5)]
        answers = [await alice.answer_to(str(query)) for query in queries]
        assert {answer["text"] for answer in answers} == {"Your data is on its way to you."}
        await settled(stage)
        assert await files(alice) == 1
        clock.advance(hours=1)
        await alice.taps(WORDS["en"]["send"], screen)
        await alice.sees(WORDS["en"]["file"])
        assert await files(alice) == 2


async def test_keeping_takes_the_buttons_from_the_file(stage: Stage) -> None:
    async with running(stage):
        alice = await stage.person("Alice", "en")
        await alice.says("/mydata")
        document = await alice.sees(WORDS["en"]["file"])
        query = await alice.taps(WORDS["en"]["keep"], document)
        assert WORDS["en"]["kept"] in (await alice.answer_to(str(query)))["text"]
        await settled(stage)
        assert not any(buttons_of(message) for message in await alice.messages())


async def test_a_blocked_person_keeps_their_rights(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice", "en")
        reference = await enquires_in(alice, "en")
        desk = stage.at_desk()
        card = await desk.sees(reference)
        await desk.taps("屏蔽", card)
        await desk.taps("屏蔽", await desk.sees("屏蔽", reference, "？"))
        await settled(stage)
        await alice.says("/mydata")
        data = await content(stage, await alice.sees(WORDS["en"]["file"]))
        assert "Blocked since" in data["Person"]


async def files(who: Player) -> int:
    return sum("document" in message for message in await who.messages())


@pytest.mark.parametrize(
    ("language", "question", "words"),
    [
        ("zh", "会费多少钱？", ("图片", "办结", "'最接近的主题': '会费'", "已转交秘书处，编号")),
        (
            "en",
            "How much are the dues?",
            ("photo", "'closed'", "'Nearest topic': 'Membership dues'", "Passed to the office as"),
        ),
    ],
)
async def test_nothing_of_ours_stands_there_in_the_words_of_the_program(
    stage: Stage, language: str, question: str, words: tuple[str, ...]
) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice", CODES[language])
        reference = await asks(alice, question)
        await alice.sends(photo=a_file("seal.png"))
        desk = stage.at_desk()
        await desk.taps("办结", await desk.sees(reference))
        await alice.sees(reference, "5 ★")
        await settled(stage)
        await alice.says("/mydata")
        data = await content(stage, await alice.sees(WORDS[language]["file"]))
    del data[LABELS[language]["received"]]
    assert all(word in str(data) for word in words)
    assert not any(code in str(data) for code in ("enquiry.", "'fees'", "offered", "written_at", "concerns"))
