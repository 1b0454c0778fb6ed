"""Faults on demand: what the client sees, and whether the sandbox acted."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

CUT_OFF = (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError, aiohttp.ClientOSError)


async def sent(tester, chat):
    return [message["text"] for message in await tester.look("messages", chat=chat) if message["from"]["is_bot"]]


@pytest.mark.parametrize(("cut", "acted"), [("accept", False), ("body", False), ("acted", True), ("half", True)])
async def test_cuts(tester, cut, acted):
    alice = await tester.person()
    await tester.does("faults", method="sendMessage", do={"cut": cut})
    with pytest.raises(CUT_OFF):
        await tester.call("sendMessage", chat_id=alice, text="hello")
    assert await sent(tester, alice) == (["hello"] if acted else [])
    call = (await tester.look("calls", method="sendMessage"))["calls"][0]
    assert (call["acted"], call["parameters"] == {}) == (acted, cut == "accept")
    assert "cut" in call["fault"]
    await tester.ok("sendMessage", chat_id=alice, text="again")


async def test_refusals_on_demand(tester):
    alice = await tester.person()
    for do in ({"status": 502}, {"status": 429, "retry_after": 7}, {"status": 401}, {"migrate": -1005}):
        await tester.does("faults", method="sendMessage", do=do)
    answers = [await tester.call("sendMessage", chat_id=alice, text="x") for _ in range(4)]
    assert [answer["error_code"] for answer in answers] == [502, 429, 401, 400]
    assert answers[1]["description"] == "Too Many Requests: retry after 7"
    assert answers[1]["parameters"] == {"retry_after": 7}
    assert answers[3]["parameters"] == {"migrate_to_chat_id": -1005}
    assert await sent(tester, alice) == []
    assert await tester.look("faults") == []


async def test_garbage_is_sent_after_acting(tester, http):
    alice = await tester.person()
    await tester.does("faults", do={"garbage": True})
    url = f"{tester.sandbox.url}/bot{tester.world.bot.token}/sendMessage"
    async with http.post(url, json={"chat_id": alice, "text": "hello"}) as response:
        assert response.status == 200
        assert (await response.text()).startswith("<html>")
    assert await sent(tester, alice) == ["hello"]


async def test_slow_acts_first_and_delay_acts_last(tester, until):
    alice = await tester.person()
    for do in ({"slow": 600}, {"delay": 600}):
        await tester.does("faults", do=do)
    slow = asyncio.create_task(tester.call("sendMessage", chat_id=alice, text="slow"))
    await until(lambda: len(tester.world.chats[alice].messages) == 2)
    delayed = asyncio.create_task(tester.call("sendMessage", chat_id=alice, text="delayed"))
    await until(lambda: not tester.world.faults.faults)
    assert await sent(tester, alice) == ["slow"]
    assert not slow.done()
    assert not delayed.done()
    await tester.sandbox.stop()
    assert (await slow)["ok"]
    assert (await delayed)["ok"]


async def test_which_requests_a_fault_strikes(tester):
    alice, bob = await tester.person(), await tester.person("Bob")
    await tester.does("faults", chat=bob, after=1, times=None, do={"status": 500})
    outcomes = [(await tester.call("sendMessage", chat_id=who, text="x"))["ok"] for who in (alice, bob, bob, alice, bob)]
    assert outcomes == [True, True, False, True, False]
    assert (await tester.ok("getMe"))["is_bot"]
    assert (await tester.look("faults"))[0]["happened"] == 2


async def test_faults_are_ended_one_or_all(tester):
    alice = await tester.person()
    first, _ = [await tester.does("faults", method="[!g]*", times=None, do={"status": code}) for code in (500, 502)]

    async def outcome():
        return (await tester.call("sendMessage", chat_id=alice, text="x")).get("error_code", 200)

    async def end(**query):
        async with tester.http.delete(f"{tester.sandbox.url}/control/faults", params=query) as response:
            return response.status

    assert await outcome() == 500
    assert [await end(id=first["id"]), await end(id=first["id"])] == [200, 400]
    assert await outcome() == 502
    assert (await tester.ok("getMe"))["is_bot"]
    assert [await end(), await end()] == [200, 200]
    assert await outcome() == 200


async def test_chance(tester):
    await tester.does("faults", method="getMe", times=None, chance=0.0, do={"status": 500})
    assert (await tester.ok("getMe"))["is_bot"]


@pytest.mark.parametrize(
    "do", [{}, {"explode": True}, {"cut": "sideways"}, {"status": 200}, {"delay": "long"}, {"status": "x"}]
)
async def test_faults_that_make_no_sense(tester, do):
    assert await tester.refused("faults", do=do)
    assert await tester.look("faults") == []
