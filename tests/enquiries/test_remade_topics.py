"""A topic or a card that somebody deleted: both come back once, with what was said, in whatever order the losses are heard."""

import json
from zoneinfo import ZoneInfo

import pytest
from conversation import STEPS_EN, asks, enquires
from sqlalchemy import select, update
from stage import Player, Stage, running

from domain.enquiries import Direction, EnquiryMessage
from domain.outbox import Reason, State
from handlers.enquiries.desk import outcomes, screens
from handlers.kit.markup import MESSAGE_LIMIT, shown_length
from locales.texts import Texts
from storage import inbox
from storage.database import Database
from storage.schema import enquiry_messages, outbox

MATTER = "Our robot dog has learnt to whistle."
REMADE = "现已重建"


async def enquired(stage: Stage) -> tuple[Player, int]:
    """Let Bob begin an enquiry; return him and his topic."""
    bob = await stage.person("Bob", "en")
    await asks(bob, MATTER)
    card = await stage.at_desk().sees(MATTER, "我来办")
    return bob, card.get("message_thread_id", 0)


async def answered(bob: Player, desk: Player, words: str = "It may bark as well.") -> dict:
    written = await desk.says(words)
    await bob.sees(words)
    await desk.sees_reaction(written, "👌")
    return written


async def deleted(stage: Stage, thread: int) -> None:
    await stage.control.post("topics/delete", chat=stage.staff_chat, thread=thread)


async def topics(stage: Stage) -> list[int]:
    chats = await stage.control.get("chats")
    return [topic["thread"] for chat in chats if chat["id"] == stage.staff_chat for topic in chat["topics"]]


async def at_rest(stage: Stage) -> bool:
    """Whether nothing has happened for a moment: what comes too often would come at once."""
    return not (await stage.control.get("wait", after=await stage.control.last_event(), timeout=0.7))["events"]


async def shown(stage: Stage, thread: int | None) -> list[str]:
    """Return what the bot has written in a topic, the general one without a number, once it has come to rest."""
    await stage.control.eventually(lambda: at_rest(stage), "rest")
    written = await stage.at_desk(thread if thread is not None else 1).messages()
    return [m["text"] for m in written if m["from"]["is_bot"] and "text" in m]


async def remade(stage: Stage, *parts: str) -> int:
    """Wait for the post that contains ``parts`` and return its topic, which must be the only one."""
    found = await stage.at_desk().sees(*parts)
    assert await topics(stage) == [found["message_thread_id"]]
    return int(found["message_thread_id"])


def cards(texts: list[str]) -> list[str]:
    return [text for text in texts if text.startswith(("🆕", "✅"))]


def said(history: str) -> list[str]:
    """Return the words a history shows."""
    return history.splitlines()[2::2]


async def test_it_begins_with_what_was_said_then_the_card_then_what_was_lost(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, old = await enquired(stage)
        desk = stage.at_desk(old)
        await answered(bob, desk)
        await desk.sees_reaction(await desk.says("// a joker, I think"), "✍")
        await deleted(stage, old)
        await bob.says("Seriously?")
        history, card, follow_up = await shown(stage, await remade(stage, "💬", "Seriously?"))
        assert history.splitlines()[0].count(REMADE) == 1
        assert said(history) == [MATTER, "It may bark as well.", "// a joker, I think"]
        assert ["内部备注" in line for line in history.splitlines()[1::2]] == [False, False, True]
        assert "等待答复自" in card
        assert "Seriously?" in follow_up
        assert not any("joker" in text for text in await bob.transcript())
    assert await stage.violations() == []


async def test_several_posts_lost_at_once_come_once_and_in_order(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, old = await enquired(stage)
        await deleted(stage, old)
        words = ["the first word", "the second word", "the third word", "the fourth word"]
        for word in words:
            await bob.says(word)
        await bob.sends_file("plan.pdf", b"%PDF-1.4 plan")
        new = await remade(stage, "💬", words[-1])
        history, card, *follow_ups = await shown(stage, new)
        assert said(history) == [MATTER]
        assert cards([history, card, *follow_ups]) == [card]
        assert [[word for word in words if word in text] for text in follow_ups] == [*([word] for word in words), []]
        documents = [m["document"]["file_name"] for m in await stage.at_desk(new).messages() if "document" in m]
        assert documents == ["plan.pdf"]
    assert await stage.violations() == []


async def test_the_cards_of_all_that_is_open_come_back_and_their_buttons_work(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, old = await enquired(stage)
        second = await enquires_in_english(bob)
        await stage.at_desk(old).sees(second)
        await deleted(stage, old)
        await bob.says("One more thing.")
        new = await remade(stage, "💬", "One more thing.")
        first, other = cards(await shown(stage, new))
        assert MATTER in first
        assert second in other
        desk = stage.at_desk(new)
        standing = [m for m in await desk.messages() if m.get("text") in (first, other)]
        for card in standing:
            assert "由您负责" in (await desk.answer_to(await desk.presses(card, text="我来办")))["text"]
        assert ["负责人：李同事" in text for text in cards(await shown(stage, new))] == [True, True]
    assert await stage.violations() == []


async def enquires_in_english(who: Player) -> str:
    return await enquires(who, STEPS_EN, "Send")


async def test_a_second_card_that_finds_its_topic_gone_comes_once_beside_the_first(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, old = await enquired(stage)
        await deleted(stage, old)
        second = await enquires_in_english(bob)
        new = await remade(stage, second, "我来办")
        history, first, other = await shown(stage, new)
        assert said(history) == [MATTER]
        assert (MATTER in first, second in other) == (True, True)
    assert await stage.violations() == []


async def test_a_card_that_has_to_change_and_a_message_are_lost_together(stage: Stage) -> None:
    """The message is lost first, then the change of the card: one card, and it says that somebody waits again."""
    await stage.with_office()
    async with running(stage):
        bob, old = await enquired(stage)
        await answered(bob, stage.at_desk(old))
        await deleted(stage, old)
        await bob.says("Seriously?")
        texts = await shown(stage, await remade(stage, "💬", "Seriously?"))
        assert len(cards(texts)) == len([text for text in texts if REMADE in text]) == 1
        assert "等待答复自" in cards(texts)[0]
    assert await stage.violations() == []


async def test_what_a_colleague_wrote_in_the_old_topic_still_reaches_the_enquirer(stage: Stage) -> None:
    """The answer was written before the topic was deleted and is heard of later: the change of the card is lost first."""
    await stage.with_office()
    async with running(stage):
        bob, old = await enquired(stage)
        await deleted(stage, old)
        await heard_late(stage, old, "We will come and listen.")
        await bob.sees("Alliance office:", "We will come and listen.")
        await bob.says("You are welcome.")
        new = await remade(stage, "💬", "You are welcome.")
        texts = await shown(stage, new)
        assert len(cards(texts)) == len([text for text in texts if REMADE in text]) == 1
        assert sum("You are welcome." in text for text in texts) == 1
        await heard_late(stage, old, "Tomorrow at ten.")  # by now there is another topic
        await bob.sees("Alliance office:", "Tomorrow at ten.")
    assert await stage.violations() == []


async def heard_late(stage: Stage, thread: int, text: str) -> None:
    """Tell the bot of what the owner wrote in a topic that is no more."""
    assert stage.owner is not None
    message = {
        "message_id": 9000 + len(text),
        "date": 1,
        "chat": {"id": stage.staff_chat, "type": "supergroup", "title": "x", "is_forum": True},
        "from": {"id": stage.owner.id, "is_bot": False, "first_name": "李同事", "language_code": "zh-hans"},
        "message_thread_id": thread,
        "is_topic_message": True,
        "text": text,
    }
    await stage.control.post("update", update={"message": message})


async def test_an_answer_written_while_a_message_was_on_its_way_is_in_the_history(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, old = await enquired(stage)
        away = {"chat": stage.staff_chat, "method": "sendMessage", "times": None, "do": {"status": 502}}
        await stage.control.post("faults", **away)
        await bob.says("Seriously?")
        await bob.sees("Passed to the office")
        await answered(bob, stage.at_desk(old))
        await deleted(stage, old)
        await stage.control.delete("faults")
        texts = await shown(stage, await remade(stage, "💬", "Seriously?"))
        assert said(texts[0]) == [MATTER, "It may bark as well."]
        assert sum("Seriously?" in text for text in texts) == 1
    assert await stage.violations() == []


async def test_what_has_been_blanked_is_said_to_be(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage) as service:
        bob, old = await enquired(stage)
        await answered(bob, stage.at_desk(old))
        database = Database(stage.settings().database)
        async with database.writing() as connection:
            await connection.execute(update(enquiry_messages).values(content="{}"))
        await database.close()
        await deleted(stage, old)
        await bob.says("Seriously?")
        history, card, _ = await shown(stage, await remade(stage, "💬", "Seriously?"))
        assert said(history) == ["（内容已不再保存）"] * 2
        assert "（内容已不再保存）" in card
        assert service.running.is_set()


async def test_it_is_made_anew_as_often_as_it_is_deleted(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, thread = await enquired(stage)
        for number in range(3):
            await deleted(stage, thread)
            await bob.says(f"call {number}")
            thread = await remade(stage, "💬", f"call {number}")
        history, card, follow_up = await shown(stage, thread)
        assert said(history) == [MATTER, "call 0", "call 1"]
        assert "call 2" in follow_up
        assert card.startswith("🆕")


async def test_without_the_right_to_make_topics_all_comes_to_the_general_one(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, old = await enquired(stage)
        await stage.may(can_manage_topics=False)
        await deleted(stage, old)
        await bob.says("Seriously?")
        follow_up = await stage.at_desk().sees("💬", "Seriously?")
        assert stage.owner is not None
        await stage.owner.sees("管理话题的权限")
        await bob.says("Anybody?")
        await stage.at_desk().sees("💬", "Anybody?")
        texts = await shown(stage, None)
        assert [
            REMADE in texts[0],
            *(word in text for word, text in zip(("🆕", "Seriously?", "Anybody?"), texts[1:], strict=True)),
        ] == [True] * 4
        await stage.at_desk().says("We are here.", reply_to=follow_up["message_id"])
        await bob.sees("We are here.")
        await stage.may(can_manage_topics=True)
        await bob.says("Good.")
        assert (await stage.at_desk().sees("💬", "Good."))["message_thread_id"] in await topics(stage)
    assert await stage.violations() == []


async def test_a_card_deleted_by_hand_comes_back_once_when_it_has_to_change(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, thread = await enquired(stage)
        desk = stage.at_desk(thread)
        await desk.deletes(*[m for m in await desk.messages() if MATTER in m.get("text", "")])
        await answered(bob, desk)
        texts = await shown(stage, thread)
        assert len(cards(texts)) == 1
        assert "最近答复" in cards(texts)[0]
        assert REMADE not in "".join(texts)
        await bob.says("Seriously?")
        await desk.sees("💬", "Seriously?")
        assert ["等待答复自" in text for text in cards(await shown(stage, thread))] == [True], (
            "the fresh card is the one kept true"
        )
        await desk.taps("办结")
        await bob.sees("has closed your enquiry")
        assert [text[0] for text in cards(await shown(stage, thread))] == ["✅"]
        assert await topics(stage) == [thread]
    assert await stage.violations() == []


async def test_of_a_closed_enquiry_nobody_misses_the_card(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, thread = await enquired(stage)
        await stage.at_desk(thread).taps("办结")
        await bob.sees("has closed your enquiry")
        await shown(stage, thread)
        await deleted(stage, thread)
        await bob.taps("5 ★")
        await bob.sees("Your rating")
        await shown(stage, None)
        assert await topics(stage) == []


async def test_without_topics_what_follows_stands_below_the_fresh_card(stage: Stage) -> None:
    await stage.with_office(forum=False)
    async with running(stage):
        bob, _ = await enquired(stage)
        desk = stage.at_desk()
        await bob.says("Seriously?")
        follow_up = await desk.sees("💬", "Seriously?")
        await desk.deletes(*[m for m in await desk.messages() if m.get("text", "").startswith("🆕")])
        written = await desk.says("It may bark as well.", reply_to=follow_up["message_id"])
        await bob.sees("It may bark as well.")
        await desk.sees_reaction(written, "👌")
        fresh = next(m for m in await desk.messages() if m["message_id"] > written["message_id"])
        assert "最近答复" in fresh["text"]
        await bob.says("Good.")
        assert (await desk.sees("💬", "Good."))["reply_to_message"]["message_id"] == fresh["message_id"]
    assert await stage.violations() == []


async def test_where_even_the_general_topic_is_closed_the_owners_get_it_and_no_topic_is_tried_again(stage: Stage) -> None:
    """The general topic's being closed is refused in the words of a lost topic, though there was none."""
    await stage.with_office()
    await stage.may(can_manage_topics=False)
    async with running(stage):
        await asks(await stage.person("Bob", "en"), MATTER)
        await stage.at_desk().sees(MATTER, "我来办")
        tried = len((await stage.control.get("calls", method="createForumTopic"))["calls"])
        database = Database(stage.settings().database)
        async with database.writing() as connection:
            card = (
                await connection.execute(select(outbox.c.id, outbox.c.subject).where(outbox.c.subject == "enquiry:1"))
            ).one()
            end = {
                "row": card.id,
                "subject": card.subject,
                "state": State.FAILED,
                "reason": Reason.TOPIC_LOST,
                "message_id": None,
            }
            await inbox.store(connection, "outbox", [("closed", json.dumps(end))], 0)
        await database.close()
        assert stage.owner is not None
        await stage.owner.sees("工作群未能接收", MATTER)
        assert len((await stage.control.get("calls", method="createForumTopic"))["calls"]) == tried


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_history_fits_a_message(language: str) -> None:
    long = "\U0001f600<&" * 1000
    said = [
        EnquiryMessage(n, 1, Direction.NOTE, 1, {"text": long}, None, written_at=1_700_000_000_000 + n * 86_400_000)
        for n in range(outcomes.HISTORY)
    ]
    shown = screens.history(said, {1: long}, Texts(language, ZoneInfo("Asia/Shanghai")))
    assert 3_000 < shown_length(shown.text) <= MESSAGE_LIMIT
