"""A greeting and thanks are answered in kind: they open nothing, and wake nothing that is closed."""

from pathlib import Path

import pytest
from conversation import asks, reference_in
from stage import Player, Stage, buttons_of, running

from domain.courtesies import Courtesy, courtesy

SMALL = Path(__file__).parent / "small_office.toml"
SURE, STRANGE = "What are the membership dues?", "zzzzz qqqqq"
INVITES = {"en": ("Hello!", "choose what it is about"), "zh-hans": ("您好！", "直接点选话题")}


@pytest.fixture
async def office(stage: Stage) -> Stage:
    """A stage whose office knows a few things."""
    stage.extra["alliance_file"] = SMALL
    return await stage.with_office()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        *(
            (Courtesy.GREETING, said)
            for said in ("你好", "您好！在吗？", "早上好，请问一下", "老师好", "Hello", "hi there", "Good morning!")
        ),
        *(
            (Courtesy.THANKS, said)
            for said in ("谢谢", "好的，谢谢您！", "收到，辛苦了", "我知道了", "没有了，谢谢", "👍🏽", "🙏")
        ),
        *((Courtesy.THANKS, said) for said in ("Thank you very much!", "thanks a lot", "OK, bye", "Ｔｈａｎｋｓ")),
        *(
            (None, said)
            for said in ("", "？", "1", "是", "no", "了", "你好不好", "您好，请问会费多少", "Hello, dues?", "谢谢，会费呢")
        ),
    ],
)
def test_only_what_is_nothing_else_is_a_courtesy(kind: Courtesy | None, said: str) -> None:
    assert courtesy(said) is kind


@pytest.mark.parametrize(("language", "said"), [("en", "Hello!"), ("zh-hans", "您好，在吗？")])
async def test_a_greeting_is_returned_and_the_question_after_it_is_answered(office: Stage, language: str, said: str) -> None:
    async with running(office):
        bob = await office.person("Bob", language)
        await bob.says(said)
        assert buttons_of(await bob.sees(*INVITES[language]))
        await bob.says(SURE if language == "en" else "会费是多少？")
        await bob.sees("by ballot" if language == "en" else "会费标准由会员大会通过")
        assert await office.at_desk().messages() == []
    assert await office.violations() == []


async def test_a_greeting_that_becomes_a_question_is_answered(office: Stage) -> None:
    async with running(office):
        bob = await office.person("Bob", "en")
        said = await bob.says("Hello")
        await bob.sees(*INVITES["en"])
        await bob.edits(said, "Hello, " + STRANGE)
        await bob.sees("passed to the office")
        await office.at_desk().sees(STRANGE)


async def test_thanks_wake_nothing(office: Stage) -> None:
    async with running(office):
        bob = await office.person("Bob", "en")
        reference = await closed(office, bob)
        await bob.says("Thank you!")
        await bob.sees("Glad to help")
        await bob.says("/status")
        await bob.sees(reference, "closed")


async def test_in_an_open_enquiry_and_in_a_reply_they_are_messages(office: Stage) -> None:
    async with running(office):
        bob = await office.person("Bob", "en")
        reference = await asks(bob, STRANGE)
        await bob.says("Thank you!")
        await bob.sees("Passed to the office", reference)
        await office.at_desk().sees("Thank you!")
        reference = await closed(office, bob, reference)
        ended = [each for each in await bob.messages() if "closed your enquiry" in each.get("text", "")][-1]
        await bob.says("Hello?", reply_to=ended["message_id"])
        assert reference_in(await bob.sees("Passed to the office")) == reference
        await office.at_desk().sees("Hello?")


async def closed(stage: Stage, bob: Player, reference: str | None = None) -> str:
    """Let the office close an enquiry of Bob's, a new one unless its reference is given."""
    reference = reference or await asks(bob, STRANGE)
    desk = stage.at_desk()
    await desk.taps("办结", await desk.sees(f"🆕 {reference}"))
    await bob.sees("closed your enquiry", reference)
    return reference
