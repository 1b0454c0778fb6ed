"""The control API: events, waiting, the clock, sensible refusals, several bots."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World


async def test_events_tell_what_happened(tester):
    alice = await tester.person()
    await tester.ok("sendMessage", chat_id=alice, text="<i>hi</i>", parse_mode="HTML")
    await tester.ok("editMessageText", chat_id=alice, message_id=2, text="hi")
    await tester.ok("sendChatAction", chat_id=alice, action="typing")
    await tester.ok("setMessageReaction", chat_id=alice, message_id=1, reaction=[{"type": "emoji", "emoji": "👍"}])
    await tester.ok("deleteMessage", chat_id=alice, message_id=2)
    answer = await tester.look("wait", after=0)
    assert [event["type"] for event in answer["events"]] == [
        "chat", "message", "message", "edit", "typing", "reaction", "delete",
    ]  # fmt: skip
    assert answer["events"][2]["message"]["html"] == "<i>hi</i>"
    assert answer["events"][5]["reactions"] == [{"person": tester.world.bot.id, "emoji": "👍"}]
    assert (await tester.look("wait", after=answer["last"], timeout=0)) == {"events": [], "last": answer["last"]}


async def test_waiting_ends_with_an_event(tester):
    alice = await tester.person()
    last = (await tester.look("state"))["last"]
    waiting = asyncio.create_task(tester.look("wait", after=last, timeout=50))
    await tester.ok("sendMessage", chat_id=alice, text="here")
    assert (await waiting)["events"][0]["message"]["text"] == "here"


async def test_the_stream_of_events_can_be_resumed(tester):
    alice = await tester.person()
    await tester.ok("sendMessage", chat_id=alice, text="one")
    url = f"{tester.sandbox.url}/control/events"

    async def first(headers=None, **query):
        async with tester.http.get(url, params=query, headers=headers) as response:
            assert response.content_type == "text/event-stream"
            lines = {}
            async for line in response.content:
                name, _, value = line.decode().strip().partition(": ")
                lines[name] = value
                if name == "data":
                    return int(lines["id"]), lines["event"], json.loads(value)

    n, kind, event = await first(after=2)
    assert (n, kind, event["message"]["text"]) == (3, "message", "one")
    assert (await first(headers={"Last-Event-ID": "1"}))[0] == 2


async def test_reply_keyboards_are_shown(tester):
    alice = await tester.person()
    keyboard = {"keyboard": [[{"text": "Menu"}]], "resize_keyboard": True}
    sent = await tester.ok("sendMessage", chat_id=alice, text="x", reply_markup=keyboard)
    assert "reply_markup" not in sent
    assert (await tester.look("messages", chat=alice))[-1]["reply_markup"] == keyboard


async def test_the_clock_moves_dates(tester):
    alice = await tester.person()
    before = await tester.look("clock")
    await tester.does("clock", offset_ms=86_400_000)
    after = await tester.does("clock", advance_ms=1000)
    assert after["offset_ms"] == 86_401_000
    last = tester.world.events.last
    await tester.does("clock", advance_ms=0)
    assert tester.world.events.last == last
    message = await tester.ok("sendMessage", chat_id=alice, text="x")
    assert message["date"] >= before["now_ms"] // 1000 + 86_401


async def test_the_call_log(tester):
    alice, bob = await tester.person(), await tester.person("Bob")
    for who in (alice, bob):
        await tester.ok("sendMessage", chat_id=who, text="x")
    log = await tester.look("calls", method="sendMessage", chat=bob)
    assert [call["parameters"] for call in log["calls"]] == [{"chat_id": bob, "text": "x"}]
    assert log["calls"][0]["answer"]["result"]["text"] == "x"
    assert (await tester.look("calls", after=log["last"]))["calls"] == []
    await tester.call("sendMessage", chat_id=bob, text="y", nick="B")
    await tester.updates()
    assert [call["n"] for call in (await tester.look("calls", limit=2))["calls"]] == [3, 4]
    assert [call["n"] for call in (await tester.look("calls", limit=2, quiet=1))["calls"]] == [2, 3]
    [wrong] = (await tester.look("calls", wrong=1))["calls"]
    assert (wrong["n"], wrong["violations"]) == (3, await tester.violations())
    assert wrong["took_ms"] is not None


async def test_state(tester):
    await tester.person()
    state = await tester.look("state")
    assert (state["people"], state["chats"], state["messages"], state["pending_updates"]) == (1, 1, 1, 1)
    assert [bot["username"] for bot in state["bots"]] == ["sandbox_4242_bot"]
    assert await tester.look("bot") is None


async def test_calls_that_make_no_sense(tester):
    alice = await tester.person()
    assert await tester.refused("people") == "first_name: required"
    assert await tester.refused("people", first_name="A", nick="B") == "nick: unknown field"
    assert await tester.refused("people", first_name="A", id=alice) == "id: expected a positive number that is still free"
    assert await tester.refused("say", **{"from": 404, "text": "x"}) == "from: no such person"
    assert await tester.refused("say", **{"from": alice}) == "text: nothing to send"
    assert await tester.refused("say", **{"from": alice, "text": "x" * 4097})
    assert await tester.refused("say", **{"from": alice, "text": "x", "chat": -5}) == "chat: no such chat"
    assert await tester.refused("edit", **{"from": alice, "message": 9, "text": "x"})
    assert await tester.refused("member", chat=alice, person=alice, status="left") == "chat: expected a group"
    assert await tester.refused("groups", title="x", members=[404])
    assert await tester.refused("bot", do="kill") == "the bot is not run by this sandbox"
    async with tester.http.post(f"{tester.sandbox.url}/control/nothing", json={}) as response:
        assert response.status == 404


async def test_several_bots_live_apart(http):
    async with running_sandbox(World(), World("77:SandboxTwo")) as sandbox:
        for bot, name in ((4242, "Alice"), (77, "Bob")):
            url = f"{sandbox.url}/control/people?bot={bot}"
            async with http.post(url, json={"first_name": name}) as response:
                assert response.status == 200
            async with http.get(url) as response:
                assert [person["first_name"] for person in await response.json()] == [name]
        async with http.get(f"{sandbox.url}/bot77:SandboxTwo/getMe") as response:
            assert (await response.json())["result"]["id"] == 77


@pytest.mark.parametrize("number", ["²", "--5", "9" * 30, "9" * 5_000, 2**63])
async def test_numbers_that_are_none_are_refused(tester, number):
    assert "whole number" in await tester.refused("people", id=number, first_name="Eve")
    assert "whole number" in await tester.refused("update", update={"update_id": number})
    assert await tester.look("wait", after=str(number), timeout=0) == {"ok": False, "error": "after: expected a whole number"}


async def test_the_clock_stays_within_reason(tester):
    for offset in (2**52, -(2**52)):
        assert "year" in await tester.refused("clock", offset_ms=offset)
    assert (await tester.look("clock"))["offset_ms"] == 0
