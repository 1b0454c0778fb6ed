"""The buttons under a card: what they do, to whom they listen, and what a second press or an old one does."""

import pytest
from stage import Player, Stage, buttons_of, running

QUESTION = "Our robot dog has learnt to whistle."


async def enquired(stage: Stage, language: str = "en", group: bool = True) -> tuple[Player, dict]:
    """Let Bob begin an enquiry; return him and its card."""
    bob = await stage.person("Bob", language)
    await bob.says(QUESTION)
    await bob.sees("Q-20")
    desk = stage.at_desk() if group else stage.owner
    assert desk is not None
    return bob, await desk.sees(QUESTION, "我来办")


async def colleague(stage: Stage, name: str = "周同事") -> Player:
    """Let somebody join the staff group; whether they are staff is the settings' to say."""
    joined = await stage.person(name)
    await joined.says("/start")
    await stage.control.post("member", chat=stage.staff_chat, person=joined.id, status="member")
    assert stage.staff_chat is not None
    return joined.inside(stage.staff_chat)


async def card_with(desk: Player, *parts: str, without: str = "\0") -> dict:
    """Return the card once it says all of ``parts`` and not ``without``."""
    found: list[dict] = []

    async def there() -> bool:
        shown = [m for m in await desk.messages() if m.get("text", "").startswith(("🆕", "✅")) and QUESTION in m["text"]]
        whole = [m["text"] + " ".join(button["text"] for button in buttons_of(m)) for m in shown]
        found[:] = [m for m, text in zip(shown, whole, strict=True) if all(p in text for p in parts) and without not in text]
        return bool(found)

    await desk.control.eventually(there, f"a card with {parts}")
    return found[-1]


async def test_two_colleagues_take_and_the_first_has_it(stage: Stage) -> None:
    await stage.with_office()
    second = await colleague(stage)
    assert stage.owner is not None
    async with running(stage, owner_ids=(stage.owner.id, second.id)):
        _, card = await enquired(stage)
        desk = stage.at_desk()
        first_tap = await desk.presses(card, text="我来办")
        second_tap = await second.presses(card, data=data_of(card, "我来办"), force=True)
        assert "由您负责" in (await desk.answer_to(first_tap))["text"]
        late = await second.answer_to(second_tap)
        assert late["show_alert"]
        assert "有变" in late["text"]
        taken = await card_with(desk, "负责人：李同事", "不再负责")
        again = await desk.presses(card, data=data_of(card, "我来办"), force=True)
        assert "由您负责" in (await desk.answer_to(again))["text"], "the same press gets the same answer"
        await second.presses(taken, text="不再负责")
        await card_with(desk, "我来办", without="负责人")
    assert await stage.violations() == []


def data_of(card: dict, label: str) -> str:
    return next(button["callback_data"] for button in buttons_of(card) if button["text"] == label)


async def test_whoever_merely_sits_in_the_group_can_press_nothing(stage: Stage) -> None:
    await stage.with_office()
    guest = await colleague(stage, "访客")
    async with running(stage):
        bob, card = await enquired(stage)
        for button in buttons_of(card):
            answer = await guest.answer_to(await guest.presses(card, data=button["callback_data"]))
            assert answer["show_alert"]
            assert "工作人员" in answer["text"]
        elsewhere = await bob.presses((await bob.messages())[-1], data=data_of(card, "办结"), force=True)
        assert (await bob.answer_to(elsewhere))["show_alert"]
        shown = next(m for m in await stage.at_desk().messages() if m["message_id"] == card["message_id"])
        assert shown["text"] == card["text"]
        assert not any("closed" in m.get("text", "") for m in await bob.messages())


@pytest.mark.parametrize("forum", [True, False])
async def test_a_note_stays_among_colleagues(stage: Stage, forum: bool) -> None:
    await stage.with_office(forum=forum)
    async with running(stage):
        bob, card = await enquired(stage)
        desk = stage.at_desk(card.get("message_thread_id"))
        written = await desk.says("// 以前打过电话", reply_to=card["message_id"])
        await desk.sees_reaction(written, "✍")
        await desk.taps("备注", card)
        prompt = await desk.sees("请回复本条消息", "Q-20")
        by_button = await desk.says("单位是会员介绍的", reply_to=prompt["message_id"])
        await desk.sees_reaction(by_button, "✍")
        await desk.says("Good news for whistlers.", reply_to=card["message_id"])
        await bob.sees("Good news for whistlers.")
        assert not any("电话" in m.get("text", "") or "会员介绍" in m.get("text", "") for m in await bob.messages())
    assert await stage.violations() == []


async def test_a_canned_answer_is_shown_before_it_is_sent_in_the_enquirers_language(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, card = await enquired(stage)
        desk = stage.at_desk(card["message_thread_id"])
        await desk.taps("常用回复", card)
        choices = await desk.sees("哪条常用回复")
        title = buttons_of(choices)[0]["text"]
        await desk.taps(title, choices)
        preview = await desk.sees("将发给 Bob")
        await desk.taps("上一步", preview)
        await desk.taps(title, await desk.sees("哪条常用回复"))
        sent = await desk.presses(await desk.sees("将发给 Bob", "发送"), text="发送")
        assert "已发出" in (await desk.answer_to(sent))["text"]
        received = await bob.sees("Alliance office:")
        shown = await desk.sees("已发给 Bob")
        assert received["text"].split("\n", 1)[1] in shown["text"]
        await desk.sees_reaction(shown, "👌")
        await card_with(desk, "最近答复", "李同事")
    assert await stage.violations() == []


async def test_an_answer_that_telegram_refuses_leaves_the_enquirer_waiting(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, card = await enquired(stage)
        desk = stage.at_desk(card["message_thread_id"])
        await stage.control.post("faults", method="sendMessage", chat=bob.id, do={"status": 400})
        await desk.says("It whistles in tune.")
        await desk.sees("未送达")
        await card_with(desk, "等待答复自")
        await desk.says("It whistles in tune, we think.")
        await bob.sees("we think")
        await card_with(desk, "最近答复", without="等待答复自")
    assert await stage.violations() == []


@pytest.mark.parametrize(("language", "thanks"), [("en", "Your rating: ★★★★☆"), ("zh-hans", "您的评价：★★★★☆")])
async def test_closing_asks_for_a_rating_once(stage: Stage, language: str, thanks: str) -> None:
    await stage.with_office()
    async with running(stage):
        bob, card = await enquired(stage, language)
        await stage.at_desk().taps("办结", card)
        question = await bob.sees("4 ★")
        await card_with(stage.at_desk(), "✅", "办结时间", "重新打开")
        first = await bob.presses(question, text="4 ★")
        await bob.sees(thanks)
        again = await bob.presses(question, data=data_of(question, "2 ★"), force=True)
        answers = [(await bob.answer_to(query))["text"] for query in (first, again)]
        assert answers[0] != answers[1]
        await card_with(stage.at_desk(), "★★★★☆")
    assert await stage.violations() == []


async def test_nobody_rates_for_somebody_else_and_nothing_that_is_open(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, card = await enquired(stage)
        await stage.at_desk().taps("办结", card)
        question = await bob.sees("4 ★")
        eve = await stage.person("Eve", "en")
        await eve.says("/start")
        stolen = await eve.presses(await eve.sees("Join"), data=data_of(question, "1 ★"), force=True)
        assert (await eve.answer_to(stolen))["show_alert"]
        await bob.says("One more thing.", reply_to=question["message_id"])
        await bob.sees("Passed to the office")
        late = await bob.presses(question, data=data_of(question, "4 ★"), force=True)
        assert (await bob.answer_to(late))["show_alert"]


async def test_a_reply_to_a_closed_enquiry_opens_it_again(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, card = await enquired(stage)
        await stage.at_desk().taps("办结", card)
        closing = await bob.sees("has closed your enquiry")
        reference = closing["text"].split("enquiry ")[1][:11]
        await bob.says("Not quite done.", reply_to=closing["message_id"])
        await bob.sees("Passed to the office", reference)
        await stage.at_desk().sees("Not quite done.", reference)
        opened = await card_with(stage.at_desk(), "🆕", "等待答复自")
        await stage.at_desk().taps("办结", opened)
        await card_with(stage.at_desk(), "✅")
        desk = stage.at_desk(card["message_thread_id"])
        await desk.says("We forgot something.")
        await bob.sees("We forgot something.")
        await card_with(stage.at_desk(), "🆕", "最近答复")
    assert await stage.violations() == []


async def test_reopening_by_button_makes_nobody_wait(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        _, card = await enquired(stage)
        await stage.at_desk().taps("办结", card)
        await stage.at_desk().taps("重新打开", await card_with(stage.at_desk(), "✅"))
        await card_with(stage.at_desk(), "🆕", "我来办", without="等待答复自")


async def test_blocking_asks_first_and_can_be_taken_back(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob, card = await enquired(stage)
        desk = stage.at_desk(card["message_thread_id"])
        await desk.taps("屏蔽", card)
        question = await desk.sees("要屏蔽 Bob")
        await desk.taps("取消", question)
        await desk.sees("未作任何改动")
        await desk.taps("屏蔽", card)
        await desk.taps("屏蔽", await desk.sees("要屏蔽 Bob"))
        blocked = await card_with(desk, "已屏蔽", "解除屏蔽")
        await bob.says("Buy my whistles!")
        await bob.says("/start")
        await desk.taps("解除屏蔽", blocked)
        await card_with(desk, "屏蔽", without="已屏蔽")
        await bob.says("Hello again.")
        await bob.sees("Passed to the office")
        assert not any("Buy my whistles" in m.get("text", "") for m in await stage.at_desk().messages())
        assert sum("Join" in str(m) for m in await bob.messages()) == 0, "a blocked person gets no greeting"


async def test_a_colleague_cannot_be_blocked(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        assert stage.owner is not None
        await stage.owner.says(QUESTION)
        card = await stage.at_desk().sees(QUESTION, "我来办")
        pressed = await stage.at_desk().presses(card, text="屏蔽")
        answer = await stage.owner.answer_to(pressed)
        assert answer["show_alert"]
        assert "同事" in answer["text"]


async def test_buttons_outlive_a_restart_and_an_old_card_is_refreshed(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        _, card = await enquired(stage)
    async with running(stage):
        await stage.at_desk().taps("我来办", card)
        await card_with(stage.at_desk(), "负责人：李同事")
        old = await stage.at_desk().presses(card, data=data_of(card, "办结"), force=True)
        assert (await stage.at_desk().answer_to(old))["show_alert"]
        shown = next(m for m in await stage.at_desk().messages() if m["message_id"] == card["message_id"])
        assert shown["text"].startswith("🆕")


async def test_without_a_group_every_owner_has_a_card_that_stays_true(stage: Stage) -> None:
    await stage.with_office(group=False)
    other = await stage.person("Zhou", "en")
    await other.says("/start")
    assert stage.owner is not None
    async with running(stage, owner_ids=(stage.owner.id, other.id)):
        bob, card = await enquired(stage, group=False)
        theirs = await other.sees(QUESTION, "Take")
        await stage.owner.taps("我来办", card)
        await card_with(other, "Taken by: 李同事", "Release")
        await other.says("// he called before", reply_to=theirs["message_id"])
        await other.says("Whistle on.", reply_to=theirs["message_id"])
        await bob.sees("Whistle on.")
        assert not any("called before" in m.get("text", "") for m in await bob.messages())
        await card_with(stage.owner, "最近答复", "Zhou")
        await stage.owner.sees("he called before")
    assert await stage.violations() == []
