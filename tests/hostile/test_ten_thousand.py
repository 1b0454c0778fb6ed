"""Ten thousand updates of every kind through the whole bot: nobody is stuck, and nothing shows but what was typed."""

import json
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import hostile_crowd as crowd
from hostile_bot import Bot, alive, logged
from hostile_feed import delivered, put
from hostile_form import STEPS
from hostile_texts import ANSWERS, MARK, altered
from sqlalchemy import select
from stage import Stage, a_stage
from telegram import Update

from domain.audit import Action
from storage.schema import audit, inbox

UPDATES = 10_000
AT_A_TIME = 250
OWN_ENTITIES = {"bold", "italic", "code", "blockquote", "url", "email", "mention", "hashtag", "bot_command"}
"""What our screens use, and what Telegram finds by itself; hostile markup would show up as anything else."""

ACTS = {
    Action.ENQUIRY_ANSWERED,
    Action.ENQUIRY_NOTED,
    Action.ENQUIRY_CORRECTED,
    Action.ENQUIRY_TAKEN,
    Action.ENQUIRY_CLOSED,
    Action.ENQUIRY_REOPENED,
}
"""What colleagues must have come to do among all that, or it would say nothing about the desk."""

OFFICE = ("联盟秘书处：", "Alliance office:")
INTERNALS = re.compile(r"Traceback|File \"|\b\w+Error\b|sqlite|telegram\.ext")


async def test_ten_thousand_updates(tmp_path: Path) -> None:
    line: list[dict[str, Any]] = []
    stood_at: set[str] = set()
    async with a_stage(tmp_path, limits=False) as stage:
        with logged() as output:
            await crowd.gather(stage)
            async with alive(stage) as bot:
                await bot.settled()
                async for some in rounds():
                    await crowd.begin_again(bot)
                    forms = await crowd.forms_of(bot)
                    stood_at |= {step for number, (_, _, step) in forms.items() if number in crowd.IN_FORM}
                    put(stage, some, forms)
                    await bot.settled()
                    line += some
                assert len(line) == UPDATES
                assert stood_at >= set(STEPS)  # people were hit in the middle of every question
                assert await bot.count(select(inbox.c.id).where(inbox.c.key.in_(keys(line)))) == len(set(keys(line)))
                assert {row.action for row in await bot.rows(select(audit.c.action))} >= ACTS
                await only_the_unreadable_is_set_aside(bot)
                await crowd.everybody_finishes(bot)
        nothing_shows_but_what_was_typed(stage)
        assert await stage.violations() == []
    nothing_typed_is_logged(output.getvalue())


async def rounds() -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the updates in portions, between which people are brought back into their forms."""
    some: list[dict[str, Any]] = []
    async for each in delivered(UPDATES, first=200_000_000):
        some.append(each)
        if len(some) == AT_A_TIME:
            yield some
            some = []
    if some:
        yield some


def keys(line: list[dict[str, Any]]) -> list[str]:
    return [str(each["update_id"]) for each in line]


async def only_the_unreadable_is_set_aside(bot: Bot) -> None:
    states = Counter(row.state for row in await bot.rows(select(inbox.c.state).where(inbox.c.source != "outbox")))
    poisoned = await bot.rows(select(inbox.c.error, inbox.c.payload).where(inbox.c.state == "poisoned"))
    kinds = Counter(row.error for row in poisoned)
    print(f"\n{states['done']} handled, {states['poisoned']} set aside: {dict(kinds)}; {time.process_time():.0f} CPU seconds")
    wrongly = [(row.error, row.payload[:2000]) for row in poisoned if readable(row.payload)]
    assert wrongly == []
    assert 0 < len(poisoned) < UPDATES / 20


def readable(payload: str) -> bool:
    """Whether the library itself can read this update."""
    try:
        Update.de_json(json.loads(payload), None)
    except Exception:  # noqa: BLE001 - whatever it raises, it could not
        return False
    return True


def nothing_shows_but_what_was_typed(stage: Stage) -> None:
    world = stage.sandbox.world
    seen = 0
    for chat in world.chats.values():
        for topic in chat.topics.values():
            assert altered(topic.name) == []
        for message in chat.messages.values():
            if message["from"].get("id") != world.bot.id or "forum_topic_created" in message:
                continue
            text = message.get("text") or message.get("caption") or ""
            seen += MARK in text
            assert altered(text) == [], text
            foreign = [each for each in message.get("entities", []) + message.get("caption_entities", []) if not is_own(each)]
            assert not foreign or text.startswith(OFFICE), (foreign, text)
            if chat.private:
                assert not INTERNALS.search(text), text
    assert seen > 500  # or this would prove nothing


def is_own(entity: dict[str, Any]) -> bool:
    """Whether markup can be ours: a note is asked of the colleague who pressed, and cards are linked to."""
    if entity["type"] == "text_mention":
        return bool(entity["user"]["id"] == crowd.OWNER)
    return entity["type"] in OWN_ENTITIES or entity.get("url", "").startswith("https://t.me/")


def nothing_typed_is_logged(output: str) -> None:
    lines = [json.dumps(json.loads(line), ensure_ascii=False) for line in output.splitlines()]
    assert lines
    canaries = (MARK, "evil.example", *(answer for answer in ANSWERS if len(answer) > 5))
    assert [line for line in lines for canary in canaries if canary in line] == []
    assert [line for line in lines if '"uncaught"' in line or '"critical"' in line] == []
