"""The board: counts and lists in pages, one tap to each enquiry, questions nobody answered, and who may see it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from clocks import TestClock
from conversation import STEPS_EN, asks, enquires
from sqlalchemy import Insert, Update, insert, select, update
from stage import FAST, Player, Stage, buttons_of, running

from domain.desk import PATIENCE, Reach
from domain.instants import HOUR
from domain.outbox import Reason, State
from storage.database import Database
from storage.schema import audit, enquiries, persons, questions

SMALL = Path(__file__).parent / "small_office.toml"
MATTER = "Our robot dog has learnt to whistle."


async def enquired(stage: Stage, name: str = "Bob") -> tuple[Player, str]:
    who = await stage.person(name, "en")
    return who, await asks(who, MATTER)


async def joined(stage: Stage, name: str) -> Player:
    """Let somebody sit in the staff group."""
    who = await stage.person(name)
    await who.says("/start")
    await stage.control.post("member", chat=stage.staff_chat, person=who.id, status="member")
    assert stage.staff_chat is not None
    return who.inside(stage.staff_chat)


def links(message: dict[str, Any]) -> list[str]:
    return [entity["url"] for entity in message.get("entities", []) if entity["type"] == "text_link"]


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for button in buttons_of(message)]


async def board_of(who: Player, *parts: str) -> dict[str, Any]:
    await who.says("/desk")
    return await who.sees(*(parts or ("咨询台", "等待最久的")))


async def turned(who: Player, message: dict[str, Any], label: str, *parts: str) -> dict[str, Any]:
    """Press a button of a board and return the board as it is then."""
    await who.taps(label, message)
    shown = await who.sees(*parts)
    assert shown["message_id"] == message["message_id"], "a board changes in place"
    return shown


async def stored(stage: Stage, *statements: Insert | Update) -> None:
    """Change the database behind the bot's back, where playing it would take too long."""
    database = Database(stage.settings().database)
    async with database.writing() as connection:
        for statement in statements:
            await connection.execute(statement)
    await database.close()


async def rows(stage: Stage, query: Any) -> Sequence[Any]:
    database = Database(stage.settings().database)
    async with database.reading() as connection:
        found = (await connection.execute(query)).all()
    await database.close()
    return found


async def test_it_counts_and_lists_and_leads_to_the_topic(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, first = await enquired(stage)
        eve = await stage.person("Eve", "en")
        await eve.says("/start")
        second = await enquires(eve, STEPS_EN, "Send")
        desk = stage.at_desk()
        card = await desk.sees(second, "我来办")
        await desk.taps("我来办", card)
        await desk.sees("负责人：李同事")
        board = await board_of(desk, "办理中：2", "等待答复：2 · 最久已等 0 分钟", "由您负责：1")
        waiting = await turned(desk, board, "等待最久的", "最久的在前", "2", first, second)
        assert waiting["text"].index(first) < waiting["text"].index(second)
        assert f"{first} · Bob · 其他事项\n已等待 0 分钟（自 20" in waiting["text"]
        assert f"{second} · Eve · Example Robotics Ltd\n已等待" in waiting["text"]
        assert waiting["text"].endswith("负责人：李同事")
        topic = card["message_thread_id"]
        assert links(waiting)[1] == f"https://t.me/c/{str(stage.staff_chat).removeprefix('-100')}/{topic}"
        written = await stage.at_desk(topic).says("Please do.")
        await eve.sees("Please do.")
        await stage.at_desk(topic).sees_reaction(written, "👌")
        again = await turned(desk, waiting, "刷新", "最久的在前", first)
        assert second not in again["text"]
        newest = await turned(desk, await turned(desk, again, "返回咨询台", "等待答复：1"), "全部在办", "办理中的咨询", second)
        assert newest["text"].index(second) < newest["text"].index(first)
        assert f"{second} · Eve · Example Robotics Ltd\n已答复" in newest["text"]
        mine = await turned(desk, await turned(desk, newest, "返回咨询台", "咨询台"), "我负责的", "李同事 负责的咨询", second)
        assert first not in mine["text"]
        assert bob.id != eve.id
    assert await stage.violations() == []


async def test_lists_come_in_pages_of_ten_and_one_that_has_become_shorter_shows_its_last(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        _, ref = await enquired(stage)
        since = (await rows(stage, select(enquiries.c.waiting_since)))[0][0]
        more = [
            {"reference": f"Q-2020-{n:04d}", "person_id": 2, "subject": "join", "answers": "{}", "opened_at": 0}
            | {"waiting_since": since - n * 25 * HOUR}
            for n in range(1, 25)
        ]
        await stored(stage, insert(enquiries).values(more))
        desk = stage.at_desk()
        first = await turned(desk, await board_of(desk), "等待最久的", "1–10 / 25", "25 天", "Q-2020-0024")
        assert [label for label in labels(first) if label[0] in "‹" or label[-1] in "›"] == ["较新 ›"]
        second = await turned(desk, first, "较新", "11–20 / 25", "Q-2020-0014")
        last = await turned(desk, second, "较新", "21–25 / 25", ref, "1 天 1 小时")
        assert [label for label in labels(last) if label[0] in "‹" or label[-1] in "›"] == ["‹ 较早"]
        await stored(stage, update(enquiries).where(enquiries.c.reference < "Q-2020-0020").values(state="closed"))
        shorter = await turned(desk, last, "刷新", "· 6\n", ref)
        assert [label for label in labels(shorter) if "‹" in label or "›" in label] == []
    assert await stage.violations() == []


async def test_whom_the_office_does_not_listen_to_does_not_wait(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        _, ref = await enquired(stage)
        await stored(stage, update(persons).where(persons.c.name == "Bob").values(blocked_at=1))
        desk = stage.at_desk()
        board = await board_of(desk, "办理中：1", "等待答复：0")
        assert "最久" not in board["text"]
        empty = await turned(desk, board, "等待最久的", "目前没有内容")
        await turned(desk, await turned(desk, empty, "返回咨询台", "咨询台"), "全部在办", f"{ref} · Bob", "已屏蔽")


async def test_every_board_stands_by_itself_and_mine_is_the_pressers(stage: Stage) -> None:
    await stage.with_office()
    second = await joined(stage, "周同事")
    assert stage.owner is not None
    async with running(stage, owner_ids=(stage.owner.id, second.id)):
        _, ref = await enquired(stage)
        desk = stage.at_desk()
        await desk.taps("我来办", await desk.sees(ref, "我来办"))
        await desk.sees("负责人：李同事")
        own, other = await board_of(desk), await board_of(second)
        assert own["message_id"] != other["message_id"]
        await turned(desk, own, "我负责的", "李同事 负责的咨询", ref)
        await turned(second, other, "我负责的", "周同事 负责的咨询", "目前没有内容")
        private = await board_of(second.inside(second.id), "咨询台")
        await turned(second.inside(second.id), private, "全部在办", ref)
    assert await stage.violations() == []


async def test_only_colleagues_see_it(stage: Stage) -> None:
    await stage.with_office()
    guest = await joined(stage, "访客")
    async with running(stage):
        bob, ref = await enquired(stage)
        await guest.says("/desk")
        await guest.sees("工作人员")
        await bob.says("/desk")
        await bob.sees("I do not know this command")
        board = await board_of(stage.at_desk())
        for button in buttons_of(board):
            answer = await guest.answer_to(await guest.presses(board, data=button["callback_data"]))
            assert "工作人员" in answer["text"]
            elsewhere = await bob.presses((await bob.messages())[-1], data=button["callback_data"], force=True)
            assert (await bob.answer_to(elsewhere))["show_alert"]
        assert ref not in str([m for m in await stage.at_desk().messages() if m["message_id"] == board["message_id"]])
        assert not any("办理中" in m.get("text", "") or "Unanswered" in m.get("text", "") for m in await bob.messages())
    assert await stage.violations() == []


async def test_it_speaks_the_readers_language_in_private_and_the_offices_in_the_group(stage: Stage) -> None:
    await stage.with_office()
    emma = await stage.person("Emma", "en")
    await emma.says("/start")
    await stage.control.post("member", chat=stage.staff_chat, person=emma.id, status="member")
    assert stage.owner is not None
    assert stage.staff_chat is not None
    async with running(stage, owner_ids=(stage.owner.id, emma.id)):
        _, ref = await enquired(stage)
        await board_of(emma.inside(stage.staff_chat), "咨询台", "等待答复：1")
        board = await board_of(emma, "The desk", "Waiting: 1 · the longest for 0 min", "Unanswered questions")
        listed = await turned(
            emma, board, "Waiting longest first", "Waiting, longest first", "Something else", "waiting for 0 min"
        )
        assert links(listed) != []
        assert ref in listed["text"]


async def test_in_a_supergroup_without_topics_the_link_leads_to_the_card(stage: Stage) -> None:
    await stage.with_office(forum=False)
    async with running(stage):
        _, ref = await enquired(stage)
        desk = stage.at_desk()
        card = await desk.sees(MATTER, "我来办")
        listed = await turned(desk, await board_of(desk), "全部在办", ref)
        assert [link.rpartition("/")[2] for link in links(listed)] == [str(card["message_id"])]


@pytest.mark.parametrize("group", [True, False], ids=["basic group", "in private"])
async def test_where_there_are_no_links_a_button_shows_the_card_anew(stage: Stage, group: bool) -> None:
    await stage.with_office(group=False)
    assert stage.owner is not None
    desk = stage.owner
    if group:
        made = await stage.control.post("groups", title="小组", kind="group", members=[desk.id], bot_admin=True)
        stage.staff_chat = made["id"]
        desk = stage.at_desk()
    async with running(stage):
        bob, ref = await enquired(stage)
        await desk.sees(MATTER, "我来办")
        listed = await turned(desk, await board_of(desk), "全部在办", ref)
        assert links(listed) == []
        old = next(button for button in buttons_of(listed) if ref in button["text"])["callback_data"]
        first = await desk.presses(listed, data=old)
        card = await desk.sees(MATTER, "我来办")
        assert "下方" in (await desk.answer_to(first))["text"]
        assert card["message_id"] > listed["message_id"]
        repeated = await desk.presses(listed, data=old, force=True)
        assert "下方" in (await desk.answer_to(repeated))["text"], "the same press gets the same answer"
        await desk.taps("我来办", card)
        await desk.sees("负责人：李同事")
        await desk.says("It may bark as well.", reply_to=card["message_id"])
        await bob.sees("It may bark as well.")
        listed = next(m for m in await desk.messages() if m["message_id"] == listed["message_id"])
        await desk.taps(ref, listed)
        again = await desk.sees(MATTER, "不再负责")
        assert again["message_id"] > card["message_id"]
        cards = [m for m in await desk.messages() if m.get("text", "").startswith("🆕")]
        assert len(cards) == 3, "one for the enquiry, one for each press that was meant"
        await desk.taps("办结", again)
        await bob.sees("has closed")
        late = await desk.presses(
            next(m for m in await desk.messages() if m["message_id"] == listed["message_id"]), text=f"↓ {ref}"
        )
        await desk.sees("目前没有内容")
        assert "情况已有变化" in (await desk.answer_to(late))["text"]
    assert await stage.violations() == []


async def test_two_colleagues_who_want_the_same_card_get_it_once(stage: Stage) -> None:
    await stage.with_office(group=False)
    assert stage.owner is not None
    made = await stage.control.post("groups", title="小组", kind="group", members=[stage.owner.id], bot_admin=True)
    stage.staff_chat = made["id"]
    second, desk = await joined(stage, "周同事"), stage.at_desk()
    async with running(stage, owner_ids=(stage.owner.id, second.id)):
        _, ref = await enquired(stage)
        await desk.sees(MATTER, "我来办")  # the first card: later only the second can be meant
        listed = await turned(desk, await board_of(desk), "全部在办", ref)
        [button] = [each for each in buttons_of(listed) if ref in each["text"]]
        await desk.presses(listed, data=button["callback_data"])
        await desk.sees(MATTER, "我来办")
        late = await second.answer_to(await second.presses(listed, data=button["callback_data"], force=True))
        assert "情况已有变化" in late["text"]
        assert len([m for m in await desk.messages() if m.get("text", "").startswith("🆕")]) == 2
    assert await stage.violations() == []


# --- questions nobody answered --------------------------------------------------------------------------------------


async def test_questions_without_an_answer_are_listed_until_they_are_settled(stage: Stage) -> None:
    stage.extra["alliance_file"] = SMALL
    await stage.with_office()
    async with running(stage):
        bob = await stage.person("Bob", "en")
        await bob.says("What are the membership dues?")
        await bob.sees("by ballot")
        await bob.says("Can we visit you?")
        await bob.sees("Ask a colleague")
        await asks(await stage.person("Eve", "en"), MATTER)
        await asks(await stage.person("王小明"), "转人工")
        await bob.sees("Ask a colleague")
        desk = stage.at_desk()
        listed = await turned(desk, await board_of(desk, "未解答的提问：2"), "未解答的提问", MATTER, "Can we visit you?")
        assert listed["text"].index(MATTER) < listed["text"].index("Can we visit you?"), "the newest first"
        assert "英文" in listed["text"]
        assert "membership dues" not in listed["text"]
        assert "转人工" not in listed["text"], "who wants a person has found no gap in the profile"
        await desk.taps("2 · 最接近的条目", listed)
        entry = await desk.sees("[[answers]] key =", "small_office.toml", "参观", "visit")
        assert str(SMALL.parent) not in entry["text"]
        pressed = await desk.presses(listed, text="1 · 已处理")
        shorter = await desk.sees("· 1\n", "Can we visit you?", "未解答的提问")
        assert "已移出列表" in (await desk.answer_to(pressed))["text"]
        assert MATTER not in shorter["text"]
        settle = next(button["callback_data"] for button in buttons_of(listed) if button["text"] == "1 · 已处理")
        repeated = await desk.presses(shorter, data=settle, force=True)
        assert "已移出列表" in (await desk.answer_to(repeated))["text"]
        noted = await rows(stage, select(audit.c.actor_id, audit.c.subject).where(audit.c.action == "question.settled"))
        assert [subject for _, subject in noted] == [f"question:{settle.split(':')[2]}"]
    assert await stage.violations() == []


async def test_a_question_that_another_colleague_settled_meanwhile_is_off_the_list(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        await enquired(stage)
        desk = stage.at_desk()
        listed = await turned(desk, await board_of(desk), "未解答的提问", MATTER)
        await stored(stage, update(questions).values(settled_at=1))
        pressed = await desk.presses(listed, text="1 · 已处理")
        await desk.sees("目前没有内容")
        assert "情况已有变化" in (await desk.answer_to(pressed))["text"]
        assert await rows(stage, select(audit.c.id).where(audit.c.action == "question.settled")) == []


async def test_what_has_been_blanked_or_names_no_entry_any_more_is_no_trouble(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        await enquired(stage)
        more = {"person_id": 2, "language": "zh", "outcome": "none", "source_chat": 1, "asked_at": 0}
        await stored(
            stage,
            insert(questions).values(more | {"text": "", "source_message": 1}),
            insert(questions).values(more | {"text": "<b>" + "长" * 3000, "nearest": "taken_out", "source_message": 2}),
        )
        desk = stage.at_desk()
        listed = await turned(desk, await board_of(desk, "未解答的提问：2"), "未解答的提问", MATTER, "<b>长")
        assert len(listed["text"]) < 1000
        gone = await desk.presses(listed, data="board:nearest:taken_out", force=True)
        assert "情况已有变化" in (await desk.answer_to(gone))["text"]
    assert await stage.violations() == []


# --- the staff group ------------------------------------------------------------------------------------------------

NOW = 1_800_000_000_000
LONG_AGO, JUST_NOW = NOW - PATIENCE - 1, NOW - 1


@pytest.mark.parametrize(
    ("reach", "lost"),
    [
        (Reach(0, None, None), False),
        (Reach(0, None, (State.SENT, None, LONG_AGO)), False),
        (Reach(3, JUST_NOW, (State.SENT, None, LONG_AGO)), False),
        (Reach(300, LONG_AGO, (State.SENT, None, JUST_NOW)), False),
        (Reach(3, LONG_AGO, (State.SENT, None, LONG_AGO)), True),
        (Reach(3, LONG_AGO, None), True),
        (Reach(0, None, (State.FAILED, Reason.UNREACHABLE, LONG_AGO)), True),
        (Reach(0, None, (State.FAILED, Reason.REFUSED, JUST_NOW)), True),
        (Reach(0, None, (State.UNCERTAIN, Reason.NO_ANSWER, JUST_NOW)), True),
        (Reach(0, None, (State.FAILED, Reason.TOPIC_LOST, JUST_NOW)), False),
    ],
)
def test_when_the_group_counts_as_lost(reach: Reach, lost: bool) -> None:
    assert reach.is_lost(NOW) is lost


async def test_it_says_when_the_staff_group_takes_nothing(stage: Stage) -> None:
    await stage.with_office()
    assert stage.owner is not None
    async with running(stage):
        await board_of(stage.owner)
        await stage.control.post("member", chat=stage.staff_chat, person=4242, status="kicked")
        await enquired(stage)
        await stage.owner.sees("工作群未能接收")
        warned = await board_of(stage.owner, "咨询台", "未能接收机器人发送的消息")
        assert "等待送达" not in warned["text"], "nothing waits: the owners have it"
        await stage.control.post("member", chat=stage.staff_chat, person=4242, status="administrator")
        await stage.at_desk().sees(MATTER)
        again = await turned(stage.owner, warned, "刷新", "咨询台")
        assert "未能接收" not in again["text"]


async def test_what_waits_for_a_group_that_does_not_answer_is_counted(stage: Stage) -> None:
    await stage.with_office()
    assert stage.owner is not None
    clock = TestClock(FAST)
    await stage.control.post("faults", chat=stage.staff_chat, method="*", times=None, do={"status": 502})
    async with running(stage, clock):
        await enquired(stage)
        patient = await board_of(stage.owner)
        assert "未能接收" not in patient["text"]
        clock.advance(hours=1)
        warned = await turned(stage.owner, patient, "刷新", "未能接收机器人发送的消息", "条消息等待送达")
        assert " 0 条" not in warned["text"]
