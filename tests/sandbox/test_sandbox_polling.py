"""getUpdates as Telegram means it: confirming, long polling, kinds, expiry, and only one reader."""

from __future__ import annotations

import asyncio

HOUR_MS = 3_600_000


def texts(updates):
    return [update["message"]["text"] for update in updates if "message" in update]


async def say(tester, person, *words):
    for word in words:
        await tester.does("say", **{"from": person}, text=word)


async def test_an_update_stays_until_a_higher_offset(tester):
    alice = await tester.person()
    await say(tester, alice, "one", "two")
    first = await tester.updates()
    assert texts(first) == ["/start", "one", "two"]
    assert await tester.updates() == first
    assert texts(await tester.updates(limit=1)) == ["/start"]
    assert texts(await tester.updates(offset=first[1]["update_id"])) == ["one", "two"]
    assert texts(await tester.updates()) == ["one", "two"]
    assert await tester.updates(offset=first[-1]["update_id"] + 1) == []


async def test_a_negative_offset_keeps_the_last(tester):
    alice = await tester.person()
    await say(tester, alice, "one", "two", "three")
    assert texts(await tester.updates(offset=-2)) == ["two", "three"]
    assert texts(await tester.updates()) == ["two", "three"]


async def test_an_impossible_offset_confirms_nothing(tester):
    alice = await tester.person()
    ids = [update["update_id"] for update in await tester.updates()]
    await say(tester, alice, "one")
    assert texts(await tester.updates(offset=ids[0] + 10_000_000)) == ["/start", "one"]


async def test_ids_grow_by_one_from_a_random_start(tester):
    alice = await tester.person()
    await say(tester, alice, "one", "two")
    ids = [update["update_id"] for update in await tester.updates()]
    assert ids[0] > 1_000_000
    assert ids == list(range(ids[0], ids[0] + 3))


async def test_a_long_poll_ends_with_the_update(tester, until):
    alice = await tester.person(started=False)
    poll = asyncio.create_task(tester.updates(timeout=50))
    await until(lambda: tester.world.updates.turn)
    await say(tester, alice, "hello")
    assert texts(await poll) == ["hello"]


async def test_the_newer_reader_wins(tester, until):
    older = asyncio.create_task(tester.error("getUpdates", timeout=50))
    await until(lambda: tester.world.updates.turn)
    assert await tester.updates() == []
    assert await older == ("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")


async def test_a_webhook_ends_polling(tester, until):
    poll = asyncio.create_task(tester.error("getUpdates", timeout=50))
    await until(lambda: tester.world.updates.turn)
    await tester.ok("setWebhook", url="http://127.0.0.1:1/hook")
    assert await poll == "Conflict: terminated by setWebhook request"
    assert (await tester.call("getUpdates"))["error_code"] == 409
    await tester.ok("deleteWebhook")
    assert await tester.updates() == []


async def test_some_kinds_come_only_when_asked_for(tester):
    alice = await tester.person()
    await tester.does("react", **{"from": alice}, chat=alice, message=1, emoji="👍")
    assert [set(update) - {"update_id"} for update in await tester.updates()] == [{"message"}]
    await tester.updates(allowed_updates=["message_reaction"])
    await tester.does("react", **{"from": alice}, chat=alice, message=1, emoji=None)
    await say(tester, alice, "not asked for")
    last = (await tester.updates())[-1]["message_reaction"]
    assert (last["old_reaction"], last["new_reaction"]) == ([{"type": "emoji", "emoji": "👍"}], [])


async def test_the_list_of_kinds_is_remembered_and_reset(tester):
    alice = await tester.person()
    await tester.updates(allowed_updates=["callback_query"], offset=-1)
    await say(tester, alice, "unheard")
    assert texts(await tester.updates()) == ["/start"]
    await tester.updates(allowed_updates=[])
    await say(tester, alice, "heard")
    assert texts(await tester.updates()) == ["/start", "heard"]


async def test_updates_expire(tester):
    alice = await tester.person()
    message = await tester.ok(
        "sendMessage", chat_id=alice, text="?", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    )
    await tester.does("press", **{"from": alice}, message=message["message_id"], text="A")
    assert len(await tester.updates()) == 2
    await tester.does("clock", advance_ms=151_000)
    assert texts(await tester.updates()) == ["/start"]
    await tester.does("clock", advance_ms=24 * HOUR_MS)
    assert await tester.updates() == []


async def test_a_raw_update_is_delivered_as_it_stands(tester):
    await tester.does("update", update={"message": {"broken": True}})
    raw = (await tester.updates())[0]
    assert raw["message"] == {"broken": True}
    await tester.updates(offset=raw["update_id"] + 1)
    await tester.does("update", update={"update_id": 5, "poll": {}})
    again = await tester.updates(offset=raw["update_id"] + 1)
    assert again == [{"update_id": 5, "poll": {}}]
    assert await tester.updates(offset=raw["update_id"] + 1) == []
