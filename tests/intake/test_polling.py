"""Polling never gives up and never loses: whatever the answer, the next one is asked for and nothing is confirmed unstored."""

import pytest
from stage import Stage, running

FAULTS = [
    {"status": 401},
    {"status": 404},
    {"status": 409},
    {"status": 502},
    {"status": 429, "retry_after": 1},
    {"garbage": True},
    {"cut": "accept"},
    {"cut": "acted"},
    {"cut": "half"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_goes_on_after(stage: Stage, fault: dict) -> None:
    async with running(stage):
        alice = await stage.person("Alice")
        await stage.control.post("faults", method="getUpdates", times=2, do=fault)
        await alice.says("/start")
        await alice.sees("会员服务")
        await alice.says("/help")
        await alice.sees("/join")
    greetings = [m for m in await alice.messages() if "会员服务" in m.get("text", "")]
    assert len(greetings) == 1


async def test_what_was_said_while_the_bot_was_away_is_answered_in_order(stage: Stage) -> None:
    alice = await stage.person("Alice")
    for text in ("/start", "/help", "/status"):
        await alice.says(text)
    alice.mark = 0
    async with running(stage):
        await alice.sees("还没有咨询记录")
    shown = [m["text"][:8] for m in await alice.messages() if m["from"]["is_bot"]]
    assert len(shown) == 3
    assert shown[0].startswith("您好")


async def test_a_webhook_that_was_set_before_is_taken_away(stage: Stage) -> None:
    await stage.sandbox.world.webhook.set("http://127.0.0.1:9/nowhere")
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start")
        await alice.sees("会员服务")
