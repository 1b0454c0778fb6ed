"""What hurried colleagues do at the desk: marks of another keyboard, replies to each other, edits of what was refused."""

import pytest
from conversation import STEPS_EN, enquires
from counter import MODES, opened, with_office
from stage import Stage, a_file, running


@pytest.mark.parametrize("words", ["／／ 内部", "、、内部", "\u200b// 内部", "\ufeff\n //内部"])
async def test_a_note_is_one_however_it_is_typed(stage: Stage, words: str) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        await counter.desk.sees_reaction(await counter.answers(words), "✍")
        await counter.answers("For you.")
        await counter.enquirer.sees("For you.")
        assert not any("内部" in text for text in await counter.received())


@pytest.mark.parametrize("mode", ["topics", "threads"])
async def test_a_reply_to_a_colleague_goes_where_theirs_went(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        first = await counter.answers("It depends.")
        await counter.enquirer.sees("It depends.")
        await enquires(counter.enquirer, STEPS_EN, "Send")
        desk = stage.at_desk()
        newer = await desk.sees("Example Robotics Ltd", "等待答复自")
        await counter.desk.says("On the tier, that is.", reply_to=first["message_id"])
        await counter.enquirer.sees("On the tier, that is.")
        shown = next(m for m in await desk.messages() if m["message_id"] == newer["message_id"])
        assert "等待答复自" in shown["text"], "the other enquiry still waits"


async def test_where_there_are_no_topics_what_is_said_to_a_note_goes_nowhere(stage: Stage) -> None:
    await with_office(stage, "threads")
    async with running(stage):
        counter = await opened(stage, "threads")
        note = await counter.answers("// shall I tell him?")
        await counter.desk.sees_reaction(note, "✍")
        await counter.desk.says("Better not.", reply_to=note["message_id"])
        await counter.answers("We shall see.")
        await counter.enquirer.sees("We shall see.")
        assert not any("Better not" in text for text in await counter.received())


async def test_an_edit_mends_what_was_not_passed_on(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        refused = await counter.answers("/tier one is free")
        await counter.desk.sees("没有转发")
        await counter.desk.edits(refused, "In short: /tier one is free")
        await counter.enquirer.sees("Alliance office:", "/tier one is free")
        await counter.desk.sees_reaction(refused, "👌")
        await counter.desk.edits(refused, "In short: tier one is free")
        await counter.enquirer.sees("In short: tier one is free")
        assert len([text for text in await counter.received() if "In short" in text]) == 1


@pytest.mark.parametrize("mode", MODES)
async def test_a_colleague_who_asks_is_an_enquirer_like_any_other(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    zhou = await stage.person("Zhou", "en")
    await zhou.says("/start")
    assert stage.owner is not None
    async with running(stage, owner_ids=(stage.owner.id, zhou.id)):
        await zhou.says("/ask Our robot dog has learnt to whistle.")
        desk = stage.owner if mode == "owners" else stage.at_desk()
        card = await desk.sees("whistle", "我来办")
        await desk.inside(desk.chat, card.get("message_thread_id")).says("Good boy.", reply_to=card["message_id"])
        got = await zhou.sees("Alliance office:", "Good boy.")
        await zhou.says("He is a she.", reply_to=got["message_id"])
        await zhou.sees("Passed to the office")
        await desk.sees("💬", "He is a she.")


async def test_without_a_group_a_noted_file_reaches_the_other_owners(stage: Stage) -> None:
    await with_office(stage, "owners")
    zhou = await stage.person("Zhou", "en")
    await zhou.says("/start")
    assert stage.owner is not None
    async with running(stage, owner_ids=(stage.owner.id, zhou.id)):
        counter = await opened(stage, "owners")
        await stage.owner.sends(photo=a_file("dog.png"), caption="// is this the dog?", **counter.reply)
        zhou.mark = 0
        await zhou.sees("📝", counter.reference)
        shown = await zhou.sees("is this the dog?")
        assert shown["photo"]
        await zhou.says("It is.", reply_to=shown["message_id"])
        await stage.owner.sees("📝", "It is.")
        assert not any("dog?" in text or "It is." in text for text in await counter.received())


async def test_who_is_blocked_is_blocked_once_and_hears_of_no_closing(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        await enquires(counter.enquirer, STEPS_EN, "Send")
        other = await stage.at_desk().sees("Example Robotics Ltd", "屏蔽")
        await counter.desk.taps("屏蔽", counter.card)
        first = await counter.desk.sees("要屏蔽 Bob", counter.reference)
        await counter.desk.taps("屏蔽", other)
        second = await counter.desk.sees("要屏蔽 Bob")
        await counter.desk.taps("屏蔽", first)
        blocked = await counter.desk.sees("🆕", counter.reference, "解除屏蔽")
        late = await counter.desk.answer_to(await counter.desk.taps("屏蔽", second))
        assert late["show_alert"]
        closing = await counter.desk.presses(blocked, text="办结")
        assert "未告知" in (await counter.desk.answer_to(closing))["text"]
        await counter.desk.says("/audit")
        trail = await counter.desk.sees("操作记录", "办结了")
        assert trail["text"].count("屏蔽了") == 1
        assert not any("closed" in text for text in await counter.received())
