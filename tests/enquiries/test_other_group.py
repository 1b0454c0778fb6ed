"""A group that takes the place of another, or of none: what stood elsewhere has no number there that means it."""

from typing import Any

import pytest
from conversation import asks
from stage import Player, Stage, running

QUESTION = "Our robot dog has learnt to whistle."


async def office(stage: Stage) -> None:
    stage.owner = await stage.person("李同事")
    await stage.owner.says("/start")
    await stage.owner.says("/help")
    made = await stage.control.post("groups", title="小组", kind="group", forum=False, members=[stage.owner.id], bot_admin=True)
    stage.staff_chat = made["id"]


async def upgraded_under(stage: Stage, card: dict[str, Any]) -> tuple[Player, dict[str, Any]]:
    """Upgrade the group, and let enquiries come in until one's card has the number that ``card`` had; return that one."""
    stage.staff_chat = (await stage.control.post("migrate", chat=stage.staff_chat))["id"]
    for n in range(card["message_id"]):
        who = await stage.person(f"Dog {n}", "en")
        reference = await asks(who, f"Our robot dog number {n} sings.")
        shown = await stage.at_desk().sees(reference)
        if shown["message_id"] == card["message_id"]:
            return who, shown
    raise AssertionError("no card got that number")


async def test_nothing_old_touches_what_has_its_number_now(stage: Stage) -> None:
    await office(stage)
    async with running(stage):
        bob = await stage.person("Bob", "en")
        await asks(bob, QUESTION)
        old = await stage.at_desk().sees(QUESTION, "我来办")
        other, theirs = await upgraded_under(stage, old)
        await bob.says("Are you there?")
        desk = stage.at_desk()
        follow_up = await desk.sees("Are you there?")
        assert "reply_to_message" not in follow_up
        await desk.says("For Bob alone.", reply_to=follow_up["message_id"])
        await bob.sees("For Bob alone.")
        fresh = await desk.sees(QUESTION, "最近答复", "我来办")
        assert fresh["message_id"] != theirs["message_id"]
        now = next(m for m in await desk.messages() if m["message_id"] == theirs["message_id"])
        assert now["text"] == theirs["text"]
        await desk.taps("我来办", fresh)
        await desk.sees(QUESTION, "负责人")
        cards = [m for m in await desk.messages() if QUESTION in m.get("text", "")]
        assert [m["message_id"] for m in cards] == [fresh["message_id"]], "one fresh card, kept true from then on"
        assert not any("Bob" in m.get("text", "") for m in await other.messages())
    assert await stage.violations() == []


async def test_an_edit_of_what_stands_in_the_old_group_is_posted_anew(stage: Stage) -> None:
    await office(stage)
    async with running(stage):
        bob = await stage.person("Bob", "en")
        await asks(bob, QUESTION)
        said = await bob.says("Tenor.")
        old = await stage.at_desk().sees("💬", "Tenor.")
        _, theirs = await upgraded_under(stage, old)
        await bob.edits(said, "Alto.")
        desk = stage.at_desk()
        anew = await desk.sees("💬", "Alto.")
        assert anew["message_id"] > theirs["message_id"]
        now = next(m for m in await desk.messages() if m["message_id"] == theirs["message_id"])
        assert now["text"] == theirs["text"]


@pytest.mark.parametrize("forum", [True, False])
async def test_a_group_that_comes_later_gets_the_cards_of_what_is_open(stage: Stage, forum: bool) -> None:
    await stage.with_office(forum=forum)
    chat, stage.staff_chat = stage.staff_chat, None
    assert stage.owner is not None
    async with running(stage):
        bob = await stage.person("Bob", "en")
        await asks(bob, QUESTION)
        await stage.owner.sees(QUESTION)
    stage.staff_chat = chat
    async with running(stage):
        await bob.says("Are you there?")
        desk = stage.at_desk()
        card = await desk.sees(QUESTION, "我来办")
        follow_up = await desk.sees("💬", "Are you there?")
        assert follow_up.get("message_thread_id") == card.get("message_thread_id")
        await bob.says("Hello?")
        await desk.sees("💬", "Hello?")
        await desk.taps("我来办", card)
        await desk.sees(QUESTION, "负责人：李同事")
        assert len([m for m in await desk.messages() if m.get("text", "").startswith("🆕")]) == 1
    assert await stage.violations() == []
