"""Who may answer as the office is asked for every message, by numeric id: no name, no forward, no earlier right counts."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hostile_bot import Bot, alive
from hostile_form import Applicant
from hostile_words import UNANSWERABLE
from sqlalchemy import select
from stage import Player, Stage, a_stage

from storage.schema import audit, enquiry_messages

ANSWER = "Send us the roster"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path, limits=False) as made:
        yield await made.with_office()
        assert await made.violations() == []


async def enquirer(bot: Bot) -> Applicant:
    who = Applicant(bot, await bot.stage.person("Alice", "en"))
    await who.says(UNANSWERABLE)
    return who


def in_topic(stage: Stage, who: Player) -> Player:
    return who.inside(stage.staff_chat, max(stage.sandbox.world.chats[stage.staff_chat].topics))


async def nothing_was_answered(alice: Applicant) -> None:
    assert not any(ANSWER in text for text in alice.shown)
    answers = select(enquiry_messages.c.id).where(enquiry_messages.c.direction == "out")
    assert await alice.bot.count(answers) == await alice.bot.count(select(audit.c.id)) == 0


async def test_a_right_withdrawn_is_gone_with_the_next_message(stage: Stage) -> None:
    async with alive(stage) as bot:
        alice = await enquirer(bot)
    async with alive(stage, owner_ids=(1,)) as bot:
        alice = Applicant(bot, alice.player)
        assert stage.owner is not None
        await in_topic(stage, stage.owner).says(ANSWER)
        await bot.settled()
        await nothing_was_answered(alice)


@pytest.mark.parametrize(
    "names", [{"first_name": "李同事"}, {"first_name": "x", "username": "owner"}], ids=["name", "username"]
)
async def test_a_name_like_an_owners_gives_nothing(stage: Stage, names: dict[str, str]) -> None:
    async with alive(stage) as bot:
        alice = await enquirer(bot)
        made = await stage.control.post("people", language_code="zh-hans", **names)
        await stage.control.post("member", chat=stage.staff_chat, person=made["id"], status="administrator")
        await in_topic(stage, Player(stage.control, made["id"], "x", made["id"])).says(ANSWER)
        await bot.settled()
        await nothing_was_answered(alice)


async def test_an_owners_words_forwarded_by_somebody_else_are_somebody_elses(stage: Stage) -> None:
    async with alive(stage) as bot:
        alice = await enquirer(bot)
        mallory = await stage.person("Mallory")
        await stage.control.post("member", chat=stage.staff_chat, person=mallory.id, status="member")
        assert stage.owner is not None
        origin = {"type": "user", "date": 1, "sender_user": {"id": stage.owner.id, "is_bot": False, "first_name": "李同事"}}
        await told(bot, mallory.id, forward_origin=origin)
        await nothing_was_answered(alice)


@pytest.mark.parametrize("sender", [1087968824, 136817688, 777000], ids=["anonymous", "channel", "telegram"])
async def test_accounts_that_are_nobody_answer_nothing(stage: Stage, sender: int) -> None:
    async with alive(stage, owner_ids=(100_001, sender)) as bot:
        alice = await enquirer(bot)
        chat = {"id": stage.staff_chat, "type": "supergroup", "title": "x"}
        await told(bot, sender, sender_chat=chat)
        await nothing_was_answered(alice)


async def told(bot: Bot, sender: int, **more: Any) -> None:
    """Tell the bot of a message in the newest topic."""
    thread = max(bot.stage.sandbox.world.chats[bot.stage.staff_chat].topics)
    message = {
        "message_id": 9000,
        "date": 1,
        "chat": {"id": bot.stage.staff_chat, "type": "supergroup", "title": "x", "is_forum": True},
        "from": {"id": sender, "is_bot": False, "first_name": "x"},
        "message_thread_id": thread,
        "is_topic_message": True,
        "text": ANSWER,
    } | more
    await bot.stage.control.post("update", update={"message": message})
    await bot.settled()
