"""Two hundred new enquirers at once: the group's limit of twenty messages a minute loses and reorders nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from clocks import TestClock
from stage import Stage, a_stage, running

CROWD = 200
SPEED = 120.0


@pytest.fixture
async def hurried(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage with Telegram's limits, on which two minutes pass in a second."""
    async with a_stage(tmp_path, speed=SPEED) as made:
        yield made


async def test_a_burst_of_new_enquirers(hurried: Stage) -> None:
    stage = await hurried.with_office()
    people = [await stage.person(f"P{number:03d}", "en") for number in range(CROWD)]
    async with running(stage, TestClock(SPEED)):
        await asyncio.gather(*(each.says(f"Zither {each.name}") for each in people))
        await asyncio.gather(*(each.sees("passed to the office") for each in people))
        first = await stage.at_desk().sees("Zither")
        early = next(each for each in people if each.name in first["text"])
        colleague = stage.at_desk(first["message_thread_id"])
        written = await colleague.says("A first answer.")
        await early.sees("A first answer.")
        await colleague.sees_reaction(written, "👌")
        assert len(await cards(stage)) < CROWD, "the answer and its mark overtake the cards that wait"
        await stage.control.eventually(lambda: all_shown(stage), "all cards", patience=60)
        shown = await cards(stage)
    assert sorted(card["text"].split("Zither ")[1][:4] for card in shown) == [each.name for each in people]
    assert len({card["message_thread_id"] for card in shown}) == CROWD
    references = [card["text"].split()[1] for card in shown]
    assert references == sorted(references)
    calls = (await stage.control.get("calls", chat=stage.staff_chat))["calls"]
    posted = [call for call in calls if call["method"] in ("sendMessage", "createForumTopic")]
    assert len(posted) == 2 * CROWD, "two group messages for a new enquirer, and none was refused for its rate"


async def cards(stage: Stage) -> list[dict]:
    return [m for m in await stage.at_desk().messages() if m.get("text", "").startswith("🆕")]


async def all_shown(stage: Stage) -> bool:
    """Whether there is all that must come: a question, its receipt, a topic and a card for each of the crowd."""
    return (await stage.control.get("state"))["messages"] >= 4 * CROWD + 4  # the answer stands twice, and the owner said hello
