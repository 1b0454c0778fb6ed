"""Edits follow to the other side, in every form the desk can have; what cannot follow is said where it was edited."""

import pytest
from counter import MODES, Counter, opened, with_office
from stage import Player, Stage, a_file, running

LONG = "A long and winding text. " * 160  # 4,000 characters: with a header of ours two messages at the desk
PDF = b"%PDF-1.4 "


async def eventually_shows(stage: Stage, counter: Counter, *parts: str) -> None:
    async def there() -> bool:
        shown = await counter.shown()
        return all(any(part in each for each in shown) for part in parts)

    await stage.control.eventually(there, f"{parts} at the desk")


async def quiet(stage: Stage, counter: Counter, text: str = "One more thing.") -> None:
    """Return once everything before has been handled and sent: a message after it has arrived on either side."""
    await counter.writes_on(text)
    await eventually_shows(stage, counter, text)
    await counter.answers("Noted.")
    await counter.enquirer.sees("Noted.")


# --- by the enquirer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
async def test_an_edit_changes_the_card_and_the_follow_up(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        bob, desk = counter.enquirer, counter.desk
        await bob.edits(counter.asked, "Our robot cat has learnt to sing.")
        card = await desk.sees("Our robot cat has learnt to sing.")
        assert card["message_id"] == counter.card["message_id"]
        said = await counter.writes_on("It sings quite lowd.")
        post = await desk.sees("It sings quite lowd.")
        await bob.edits(said, "It sings quite loud.")
        changed = await desk.sees("已修改", "It sings quite loud.")
        assert changed["message_id"] == post["message_id"]
        assert len([text for text in await counter.shown() if "sings quite" in text]) == 1
    assert await stage.violations() == []


@pytest.mark.parametrize("mode", MODES)
async def test_a_text_that_grows_and_shrinks_takes_more_parts_and_fewer(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        said = await counter.writes_on("Short.")
        await counter.desk.sees("Short.")
        before = len(await counter.shown())
        await counter.enquirer.edits(said, LONG + "The end.")
        await counter.desk.sees("The end.")
        assert len(await counter.shown()) == before + 1
        await counter.enquirer.edits(said, "Short again.")
        await counter.desk.sees("Short again.")
        await counter.enquirer.edits(said, LONG + "The second end.")
        await counter.desk.sees("The second end.")
        await counter.enquirer.edits(said, "Short at last.")
        await quiet(stage, counter)
        about = [text for text in await counter.shown() if "Short" in text or "winding" in text or "end." in text]
        assert len(about) == 1, about
        assert "Short at last." in about[0]
    assert await stage.violations() == []


async def test_the_further_pieces_of_a_card_follow_too(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage, text=LONG + "Zebra.")
        await counter.desk.sees("Zebra.")
        await counter.enquirer.edits(counter.asked, LONG + "Giraffe.")
        await counter.desk.sees("Giraffe.")
        await counter.enquirer.edits(counter.asked, "Giraffe only.")
        card = await counter.desk.sees("Giraffe only.")
        assert card["message_id"] == counter.card["message_id"]
        await quiet(stage, counter)
        assert not any("Zebra" in text or "winding" in text for text in await counter.shown())


@pytest.mark.parametrize("mode", MODES)
async def test_a_caption_and_a_file_are_changed_in_their_place(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        bob, desk = counter.enquirer, counter.desk
        said = await bob.sends(document=a_file("draft.pdf", PDF), caption="Our draft")
        copy = await desk.sees("Our draft")
        await bob.edits(said, caption="Our second draft")
        changed = await desk.sees("Our second draft")
        assert changed["message_id"] == copy["message_id"]
        await desk.sees("已修改")
        await bob.edits(said, document=a_file("final.pdf", PDF + b"2"), caption="The final text")
        final = await desk.sees("The final text")
        assert (final["message_id"], final["document"]["file_name"]) == (copy["message_id"], "final.pdf")
    methods = {call["method"] for call in (await stage.control.get("calls"))["calls"]}
    assert {"editMessageCaption", "editMessageMedia"} <= methods
    assert not {"getFile"} & methods
    assert await stage.violations() == []


async def test_a_text_that_becomes_a_file_is_shown_as_one(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        said = await counter.writes_on("I will send the draft.")
        await counter.desk.sees("I will send the draft.")
        await counter.enquirer.edits(said, document=a_file("draft.pdf", PDF), caption="Here is the draft.")
        copy = await counter.desk.sees("Here is the draft.")
        assert copy["document"]["file_name"] == "draft.pdf"
        assert not any("I will send" in text for text in await counter.shown())


async def test_an_edit_that_comes_twice_or_says_the_same_changes_nothing(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        said = await counter.writes_on("Hello.")
        await counter.desk.sees("Hello.")
        await counter.enquirer.edits(said, "Hello there.")
        await counter.desk.sees("Hello there.")
        told = {"edited_message": said | {"text": "Hello there.", "edit_date": said["date"] + 1, "entities": []}}
        edits = await count_edits(stage)
        for _ in range(2):
            await stage.control.post("update", update=told)
        told["edited_message"]["text"] = "Hello you."
        await stage.control.post("update", update=told)
        await counter.desk.sees("Hello you.")
        assert await count_edits(stage) == edits + 1


async def test_an_edit_to_a_closed_enquiry_reaches_the_desk_and_opens_nothing(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        said = await counter.writes_on("One question.")
        await counter.desk.sees("One question.")
        await counter.desk.taps("办结", counter.card)
        await counter.enquirer.sees("has closed your enquiry")
        await counter.enquirer.edits(said, "Two questions.")
        await counter.desk.sees("Two questions.", "已修改")
        await counter.enquirer.says("/status")
        await counter.enquirer.sees("closed")


async def test_a_restart_between_message_and_edit_changes_nothing(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        said = await counter.writes_on("Before the night.")
        await counter.desk.sees("Before the night.")
        answer = await counter.answers("Good night.")
        await counter.enquirer.sees("Good night.")
    await counter.enquirer.edits(said, "During the night.")
    await counter.desk.edits(answer, "Good morning.")
    async with running(stage):
        await eventually_shows(stage, counter, "During the night.")
        await stage.control.eventually(lambda: received(counter, "Good morning."), "the corrected answer")
        assert not any("Good night." in text for text in await counter.received())


async def test_message_and_edit_in_one_breath(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
    said = await counter.enquirer.says("Frist.")
    await counter.enquirer.edits(said, "First.")
    answer = await counter.answers("Secnod.")
    await counter.desk.edits(answer, "Second.")
    async with running(stage):
        await eventually_shows(stage, counter, "First.")
        await stage.control.eventually(lambda: received(counter, "Second."), "the corrected answer")
        assert not any("Frist." in text for text in await counter.shown())
        assert not any("Secnod." in text for text in await counter.received())


@pytest.mark.parametrize("mode", MODES)
async def test_where_the_post_is_gone_the_edit_is_posted_anew(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        said = await counter.writes_on("Hello.")
        post = await counter.desk.sees("Hello.")
        await counter.desk.deletes(post)
        await counter.enquirer.edits(said, "Hello again.")
        anew = await counter.desk.sees("Hello again.", "已修改")
        assert anew["message_id"] != post["message_id"]
        await counter.enquirer.edits(said, "Hello for the third time.")
        assert (await counter.desk.sees("Hello for the third time."))["message_id"] == anew["message_id"]


async def test_where_the_topic_is_gone_the_edit_makes_it_anew(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        said = await counter.writes_on("Hello.")
        post = await counter.desk.sees("Hello.")
        await stage.control.post("topics/delete", chat=stage.staff_chat, thread=post["message_thread_id"])
        await counter.enquirer.edits(said, "Hello again.")
        anew = await stage.at_desk().sees("💬", "Hello again.")
        assert anew["message_thread_id"] != post["message_thread_id"]


async def test_an_edit_a_lost_group_does_not_take_reaches_the_owners(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        said = await counter.writes_on("Hello.")
        await counter.desk.sees("Hello.")
        await stage.control.post("member", chat=stage.staff_chat, person=4242, status="kicked")
        await counter.enquirer.edits(said, "Hello again.")
        assert stage.owner is not None
        await stage.owner.sees("工作群未能接收", "Hello again.")
        await counter.enquirer.edits(said, "Hello for the third time.")
        await stage.owner.sees("Hello for the third time.")
        assert len([text for text in await texts_of(stage.owner) if "Hello" in text]) == 1


# --- by a colleague -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
async def test_a_corrected_answer_is_corrected_at_the_enquirer(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        answer = await counter.answers("Ten thousand.")
        got = await counter.enquirer.sees("Alliance office:", "Ten thousand.")
        await counter.desk.edits(answer, "Twenty thousand.")
        corrected = await counter.enquirer.sees("Alliance office:", "Twenty thousand.")
        assert corrected["message_id"] == got["message_id"]
        await counter.desk.edits(answer, LONG + "x" * 90)  # no room for the header in the same message
        await counter.enquirer.sees("x" * 90)
        await counter.desk.edits(answer, "Thirty thousand.")
        await counter.enquirer.sees("Alliance office:", "Thirty thousand.")
        await quiet(stage, counter)
        assert [text for text in await counter.received() if "thousand" in text or "winding" in text] == [
            "Alliance office:\nThirty thousand."
        ]
    assert await stage.violations() == []


@pytest.mark.parametrize("mode", MODES)
async def test_a_corrected_caption_and_file_too(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        sent = await counter.desk.sends(document=a_file("charter.pdf", PDF), caption="Our charter", **counter.reply)
        got = await counter.enquirer.sees("Alliance office:", "Our charter")
        await counter.desk.edits(sent, caption="Our new charter")
        changed = await counter.enquirer.sees("Alliance office:", "Our new charter")
        await counter.desk.edits(sent, document=a_file("new.pdf", PDF + b"2"), caption="Our newest charter")
        newest = await counter.enquirer.sees("Alliance office:", "Our newest charter")
        assert got["message_id"] == changed["message_id"] == newest["message_id"]
        assert newest["document"]["file_name"] == "new.pdf"
    assert await stage.violations() == []


async def test_a_note_stays_a_note_and_an_answer_an_answer(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        note = await counter.desk.says("// ask the treasurer")
        await counter.desk.sees_reaction(note, "✍")
        await counter.desk.edits(note, "// ask the secretary")
        await counter.desk.edits(note, "Ask the secretary yourself.")
        await counter.desk.sees("这仍是内部备注")
        answer = await counter.answers("It depends.")
        await counter.enquirer.sees("It depends.")
        await counter.desk.edits(answer, "// it depends, I am afraid")
        said = await counter.desk.sees("不能改为内部备注")
        assert said["reply_to_message"]["message_id"] == answer["message_id"]
        await quiet(stage, counter)
        assert not any("secretary" in text or "afraid" in text for text in await counter.received())
        assert "Alliance office:\nIt depends." in await counter.received()


async def test_an_edit_that_does_not_arrive_is_said_below_it(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        bob, desk = counter.enquirer, counter.desk
        first, second = await counter.answers("First."), await counter.answers("Second.")
        await bob.sees("First.")
        got = await bob.sees("Second.")
        await bob.deletes(got)
        await desk.edits(second, "The second.")
        gone = await desk.sees("修改未送达", "已被删除")
        assert gone["reply_to_message"]["message_id"] == second["message_id"]
        await stage.control.post("block", person=bob.id, blocked=True)
        await desk.edits(first, "The first.")
        said = await desk.sees("修改未送达", "屏蔽")
        assert said["reply_to_message"]["message_id"] == first["message_id"]
        third = await counter.answers("Third.")
        await desk.sees("未送达", "屏蔽")
        await desk.edits(third, "The third.")
        said = await desk.sees("修改未转发", "并未送达")
        assert said["reply_to_message"]["message_id"] == third["message_id"]


async def test_who_is_no_longer_staff_corrects_nothing(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        answer = await counter.answers("Ten thousand.")
        await counter.enquirer.sees("Ten thousand.")
    async with running(stage, owner_ids=(1,)):
        await counter.desk.edits(answer, "Nothing at all.")
        await counter.desk.sees("没有转发")
        await counter.enquirer.says("Well?")
        await counter.enquirer.sees("Passed to the office")
        assert "Alliance office:\nTen thousand." in await counter.received()


async def test_edits_of_what_belongs_to_no_enquiry_are_silent(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        lobby = stage.at_desk()
        chatter = await lobby.says("Lunch, anyone?")
        command = await counter.enquirer.says("/help")
        await counter.enquirer.sees("/join")
        before = len(await lobby.messages()), len(await counter.enquirer.messages())
        await lobby.edits(chatter, "Dinner, anyone?")
        await counter.enquirer.edits(command, "/start")
        await counter.enquirer.says("/status")
        await counter.enquirer.sees(counter.reference)
        assert (len(await lobby.messages()), len(await counter.enquirer.messages()) - 2) == before


async def texts_of(who: Player) -> list[str]:
    return [m.get("text", "") for m in await who.messages()]


async def received(counter: Counter, words: str) -> bool:
    return any(words in text for text in await counter.received())


async def count_edits(stage: Stage) -> int:
    calls = (await stage.control.get("calls"))["calls"]
    return len([call for call in calls if call["method"].startswith("editMessage")])
