"""Questions: the profile answers where it is sure, offers where it is not, and a colleague is one tap away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from clocks import TestClock
from conversation import answers, asks, reference_in
from stage import FAST, Player, Stage, buttons_of, running

SMALL = Path(__file__).parent / "small_office.toml"
SURE, NEAR, STRANGE = "What are the membership dues?", "Can we visit you?", "zzzzz qqqqq"
ANSWER, SURELY = "The general meeting decides the dues <by ballot>.", "Was this what you meant?"


@pytest.fixture
async def office(stage: Stage) -> Stage:
    """A stage whose office knows a few things."""
    stage.extra["alliance_file"] = SMALL
    return await stage.with_office()


@asynccontextmanager
async def bob_at(stage: Stage, clock: TestClock | None = None, language: str = "en") -> AsyncIterator[Player]:
    async with running(stage, clock):
        yield await stage.person("Bob", language)
    assert await stage.violations() == []


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for button in buttons_of(message)]


async def at_desk(stage: Stage) -> list[str]:
    """Return what the bot has put on the desk."""
    return [m.get("text", "") for m in await stage.at_desk().messages() if m["from"]["is_bot"]]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", (SURE, ANSWER, SURELY, "Yes, thank you", "Glad to help")),
        (
            "zh-hans",
            ("会费是多少？", "会费标准由会员大会通过 <无记名>。", "这是您想了解的吗？", "是的，谢谢", "很高兴能帮到您"),
        ),
    ],
)
async def test_a_sure_answer_comes_at_once_and_opens_nothing(office: Stage, language: str, words: tuple[str, ...]) -> None:
    said, answer, doubt, yes, thanks = words
    async with bob_at(office, language=language) as bob:
        await bob.says(said)
        await bob.sees(answer, doubt)
        await bob.taps(yes)
        settled = await bob.sees(answer, thanks)
        assert buttons_of(settled) == []
        assert await at_desk(office) == []


async def test_a_question_that_comes_twice_is_answered_once(office: Stage) -> None:
    async with bob_at(office) as bob:
        asked = await bob.says(SURE)
        await bob.sees(ANSWER)
        await office.control.post("update", update={"message": asked})
        await bob.says("/status")
        await bob.sees("no enquiries yet")
        assert sum(ANSWER in line for line in await bob.transcript()) == 1


async def test_a_command_is_answered_like_a_message(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says("/ask\n" + SURE)
        await bob.sees(ANSWER, SURELY)


async def test_a_colleague_gets_the_question_itself(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says(SURE)
        await bob.sees(ANSWER)
        await bob.taps("Ask a colleague")
        shown = await bob.sees(ANSWER, "Your question is with the office")
        reference = reference_in(await bob.sees("passed to the office"))
        assert (reference_in(shown), buttons_of(shown)) == (reference, [])
        card = await office.at_desk().sees(reference, SURE)
        await office.at_desk(card["message_thread_id"]).says("It depends on the tier.")
        await bob.sees("Alliance office:", "It depends on the tier.")
        await bob.says(SURE)
        await bob.sees("Passed to the office", reference)


async def test_what_is_not_sure_is_offered_and_shown_in_place(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says(NEAR)
        offer = await bob.sees("not sure")
        *titles, colleague = labels(offer)
        assert colleague == "Ask a colleague"
        assert 2 <= len(titles) <= 3
        await bob.taps(titles[1])
        shown = await bob.sees(f"{titles[1]} is open on Mondays.", SURELY)
        assert shown["message_id"] == offer["message_id"]
        assert labels(shown) == ["Yes, thank you", "Ask a colleague"]


async def test_what_has_no_answer_opens_an_enquiry_at_once(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says(STRANGE)
        reference = reference_in(await bob.sees("passed to the office"))
        await office.at_desk().sees(reference, STRANGE)


@pytest.mark.parametrize("said", ["转人工", "I want to talk to a human"])
async def test_whoever_wants_a_person_gets_one(office: Stage, said: str) -> None:
    async with bob_at(office) as bob:
        await bob.says(said)
        await bob.sees("passed to the office")
        await office.at_desk().sees(said)


async def test_a_file_opens_an_enquiry_at_once(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.sends_file("dues.pdf", b"%PDF-1.4", caption=SURE)
        await bob.sees("passed to the office")


async def test_earlier_questions_without_an_answer_go_along(office: Stage) -> None:
    clock = TestClock(FAST)
    async with bob_at(office, clock) as bob:
        for number, said in enumerate(
            ("Can we visit you (long ago)?", "Can we visit you (one)?", SURE, "Can we visit you (two)?")
        ):
            await bob.says(said)
            offer = await bob.sees(ANSWER if said == SURE else "not sure")
            clock.advance(hours=30 if number == 0 else 1)
        await bob.taps(labels(offer)[0])
        await bob.sees("is open on Mondays.")
        await bob.taps("Ask a colleague")
        await bob.sees("passed to the office")
        await office.at_desk().sees("Can we visit you (one)?")
        card, follow_up = [text for text in await at_desk(office) if "Can we visit" in text]
        assert "Can we visit you (two)?" in card
        assert "Can we visit you (one)?" in follow_up


async def test_they_go_along_with_a_file(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says(NEAR)
        await bob.sees("not sure")
        await bob.sends_file("plan.pdf", b"%PDF-1.4")
        reference = reference_in(await bob.sees("passed to the office"))
        await office.at_desk().sees(reference, NEAR)


async def test_without_topics_they_hang_on_the_card(stage: Stage) -> None:
    stage.extra["alliance_file"] = SMALL
    await stage.with_office(forum=False)
    async with bob_at(stage) as bob:
        await bob.says("Can we visit you (one)?")
        await bob.sees("not sure")
        await asks(bob, "Can we visit you (two)?")
        card = await stage.at_desk().sees("Can we visit you (two)?")
        follow_up = await stage.at_desk().sees("Can we visit you (one)?")
        assert follow_up["reply_to_message"]["message_id"] == card["message_id"]


async def test_the_open_enquiry_takes_the_question(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says(SURE)
        answer = await bob.sees(ANSWER)
        reference = await asks(bob, STRANGE)
        await bob.taps("Ask a colleague", answer)
        await bob.sees("Passed to the office", reference)
        await office.at_desk().sees(SURE)


async def test_double_and_late_taps_pass_a_question_on_once(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says(NEAR)
        offer = await bob.sees("not sure")
        title, *others, ask = (button["callback_data"] for button in buttons_of(offer))
        for _ in range(2):
            await bob.presses(offer, data=ask, force=True)
        for data in (title, *others):
            late = await bob.presses(offer, data=data, force=True)
            assert "with the office already: Q-20" in (await bob.answer_to(late))["text"]
        await office.at_desk().sees(NEAR)
        assert len([text for text in await at_desk(office) if NEAR in text]) == 1
        await bob.says("/status")
        assert (await bob.sees("Your enquiries"))["text"].count("Q-20") == 1


async def test_somebody_elses_button_does_nothing(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says(SURE)
        ask = buttons_of(await bob.sees(ANSWER))[-1]["callback_data"]
        mallory = await office.person("Mallory", "en")
        await mallory.says(NEAR)
        own = await mallory.sees("not sure")
        for data in (ask, ask.replace("ask", "yes"), "q:999999:ask:fees"):
            query = await mallory.presses(own, data=data, force=True)
            assert "no longer on record" in (await mallory.answer_to(query))["text"]
        assert await at_desk(office) == []


async def test_an_answer_taken_out_of_the_profile_leaves_the_colleague(office: Stage, tmp_path: Path) -> None:
    bob = await office.person("Bob", "en")
    async with running(office):
        await bob.says(NEAR)
        offer = await bob.sees("not sure")
    office.extra["alliance_file"] = tmp_path / "changed.toml"
    office.extra["alliance_file"].write_text(SMALL.read_text("utf-8").replace('"visit_', '"renamed_'), "utf-8")
    async with running(office):
        await bob.taps(labels(offer)[0], offer)
        shown = await bob.sees("no longer have this answer")
        assert labels(shown) == ["Ask a colleague"]
        await bob.taps("Ask a colleague")
        await office.at_desk().sees(NEAR)


async def test_an_edit_before_it_is_passed_on_is_what_the_colleague_reads(office: Stage) -> None:
    async with bob_at(office) as bob:
        asked = await bob.says(NEAR)
        await bob.sees("not sure")
        await bob.edits(asked, "/join")
        await bob.edits(asked, "/ask " + SURE)
        await bob.sees(ANSWER, SURELY)
        await bob.edits(asked, SURE + " Please")
        await bob.taps("Ask a colleague")
        await office.at_desk().sees(SURE + " Please")
        assert not any("/join" in text or NEAR in text for text in await at_desk(office))
        assert sum(ANSWER in line for line in await bob.transcript()) == 1


async def test_what_has_no_answer_reopens_what_was_closed_lately(office: Stage) -> None:
    async with bob_at(office) as bob:
        reference = await closed(office, bob)
        await bob.says(SURE)
        await bob.sees(ANSWER, SURELY)
        await bob.says(NEAR)
        await bob.sees("Passed to the office", reference)
        await office.at_desk().sees(NEAR)


async def test_what_was_closed_long_ago_stays_closed(office: Stage) -> None:
    clock = TestClock(FAST)
    async with bob_at(office, clock) as bob:
        reference = await closed(office, bob)
        clock.advance(days=8)
        await bob.says(NEAR)
        await bob.sees("not sure")
        await bob.taps("Ask a colleague")
        assert reference_in(await bob.sees("passed to the office")) != reference


async def closed(stage: Stage, bob: Player) -> str:
    """Let Bob ask something and the office close it."""
    reference = await asks(bob, STRANGE)
    desk = stage.at_desk()
    await desk.taps("办结", await desk.sees(reference))
    await bob.sees("closed your enquiry", reference)
    return reference


async def test_topics_answer_without_a_word(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says("/ask")
        shown = await bob.sees("choose what it is about")
        assert [len(row) for row in shown["reply_markup"]["inline_keyboard"]] == [2, 2, 2, 1, 1]
        assert labels(shown)[-1] == "Ask a colleague"
        assert "Talk to a person" not in labels(shown)
        await bob.taps("The lab")
        await bob.sees("The lab is open on Mondays.")
        await bob.taps("Other topics")
        await bob.sees("choose what it is about")
        await bob.taps("Membership dues")
        await bob.sees(ANSWER)
        await bob.taps("Ask a colleague")
        prompt = await bob.sees("straight to a colleague")
        await office.knows(prompt)
        await bob.says(SURE, reply_to=prompt["message_id"])
        await bob.sees("passed to the office")
        await office.at_desk().sees(SURE)


async def test_asking_twice_for_a_colleague_prompts_once_and_says_so(office: Stage) -> None:
    async with bob_at(office) as bob:
        await bob.says("/ask")
        shown = await bob.sees("choose what it is about")
        taps = [await bob.taps("Ask a colleague", shown) for _ in range(2)]
        assert {(await bob.answer_to(tap))["text"] for tap in taps} == {"Please write your question now."}
        await bob.sees("straight to a colleague")
        await bob.says("/status")
        await bob.sees("no enquiries yet")
        assert sum("straight to a colleague" in line for line in await bob.transcript()) == 1


async def test_asking_for_a_colleague_again_later_prompts_again(office: Stage) -> None:
    clock = TestClock(FAST)
    async with bob_at(office, clock) as bob:
        await bob.says("/ask")
        shown = await bob.sees("choose what it is about")
        for _ in range(2):
            await bob.taps("Ask a colleague", shown)
            await bob.sees("straight to a colleague")
            clock.advance(days=1)


async def test_a_command_in_capitals_is_followed_when_it_is_edited(office: Stage) -> None:
    async with bob_at(office) as bob:
        asked = await bob.says("/Ask " + NEAR)
        await bob.sees("not sure")
        await bob.edits(asked, "/Ask " + SURE)
        await bob.sees(ANSWER, SURELY)


async def test_an_office_that_knows_nothing_only_invites(stage: Stage, tmp_path: Path) -> None:
    bare = tmp_path / "bare.toml"
    bare.write_text(SMALL.read_text("utf-8").partition("[[answers]]")[0], "utf-8")
    stage.extra["alliance_file"] = bare
    await stage.with_office()
    async with bob_at(stage) as bob:
        await bob.says("/ask")
        assert buttons_of(await bob.sees("A colleague will answer you in this chat")) == []
        await bob.says(SURE)
        await bob.sees("passed to the office")


async def test_a_question_in_the_middle_of_a_form_is_answered_and_the_form_offered(office: Stage) -> None:
    async with bob_at(office, language="zh-hans") as bob:
        await bob.says("/join")
        await answers(bob, (("哪方面", "tap", "加入联盟"),))
        await bob.sees("全称")
        await bob.says("/ask 会费是多少？")
        await bob.sees("会费标准由会员大会通过", "这是您想了解的吗？")
        await bob.sees("未填完的表单")
        await bob.taps("继续填写")
        await bob.sees("全称")


async def test_a_question_outlives_a_restart(office: Stage) -> None:
    bob = await office.person("Bob", "en")
    async with running(office):
        await bob.says(SURE)
        await bob.sees(ANSWER)
    async with running(office):
        await bob.taps("Ask a colleague")
        await bob.sees("passed to the office")
        await office.at_desk().sees(SURE)
