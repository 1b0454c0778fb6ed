"""Sending limits in the world's time, read from a clock the test holds in its hand."""

from __future__ import annotations

import pytest

from bot.sandbox.clock import Clock
from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World


class HeldClock(Clock):
    """Time for limits stands still until the test moves it."""

    seconds = 1000.0

    def pace(self) -> float:
        return self.seconds


@pytest.fixture
async def limited(tester_of):
    async with running_sandbox(World(clock=HeldClock())) as sandbox:
        yield tester_of(sandbox)


async def send(tester, chat, count=1):
    """How many went out, and the first 429 if there was one."""
    for number in range(count):
        answer = await tester.call("sendMessage", chat_id=chat, text="x")
        if not answer["ok"]:
            return number, answer
    return count, None


async def test_a_private_chat_takes_a_short_burst_then_one_a_second(limited):
    alice = await limited.person()
    count, refused = await send(limited, alice, 10)
    assert count == 5
    assert refused["description"] == "Too Many Requests: retry after 1"
    limited.world.clock.seconds += 1.0
    assert (await send(limited, alice, 2))[0] == 1


async def test_a_group_takes_twenty_in_a_minute_topics_included(limited):
    group = (await limited.does("groups", title="Staff", members=[]))["id"]
    await limited.ok("createForumTopic", chat_id=group, name="One")
    limited.world.clock.seconds += 10
    count, refused = await send(limited, group, 30)
    assert count == 19
    assert refused["parameters"] == {"retry_after": 50}
    await limited.ok("sendChatAction", chat_id=group, action="typing")
    message = next(iter(limited.world.chats[group].messages))
    await limited.ok("setMessageReaction", chat_id=group, message_id=message, reaction=[{"type": "emoji", "emoji": "👍"}])
    limited.world.clock.seconds += 50
    assert (await send(limited, group, 5))[0] == 1


async def test_thirty_a_second_overall_unless_paid_for(limited):
    people = [await limited.person(f"P{number}") for number in range(32)]
    answers = [await limited.call("sendMessage", chat_id=who, text="x") for who in people]
    assert sum(answer["ok"] for answer in answers) == 30
    await limited.ok("sendMessage", chat_id=people[-1], text="x", allow_paid_broadcast=True)


async def test_asking_again_too_early_is_a_violation(limited):
    alice = await limited.person()
    await send(limited, alice, 6)
    assert await limited.violations() == []
    await send(limited, alice, 1)
    assert await limited.violations() == ["Too Many Requests: retry after 1"]


async def test_moving_the_wall_clock_changes_no_limit(limited):
    alice = await limited.person()
    await send(limited, alice, 6)
    await limited.does("clock", advance_ms=3_600_000)
    assert (await send(limited, alice, 1))[0] == 0


async def test_with_speed_the_wait_shrinks(tester_of):
    async with running_sandbox(World(clock=HeldClock(speed=20.0))) as sandbox:
        tester = tester_of(sandbox)
        group = (await tester.does("groups", title="Staff", members=[]))["id"]
        _, refused = await send(tester, group, 21)
        assert refused["parameters"] == {"retry_after": 3}


async def test_limits_can_be_switched_off(tester_of):
    async with running_sandbox(World(limits=False)) as sandbox:
        tester = tester_of(sandbox)
        alice = await tester.person()
        assert (await send(tester, alice, 60))[0] == 60
