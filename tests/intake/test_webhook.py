"""The webhook as the only way in: the same conversation, the secret, and an answer only after the commit."""

import socket
import sqlite3
from contextlib import closing

import aiohttp
from conversation import enquires
from stage import Stage, running

SECRET = "s" * 40


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def by_webhook(port: int) -> dict[str, object]:
    return {"http_listen": f"127.0.0.1:{port}", "webhook_url": f"https://bot.example.org:8443/{port}", "webhook_secret": SECRET}


def stored(stage: Stage) -> int:
    with closing(sqlite3.connect(stage.settings().database)) as database:
        return int(database.execute("SELECT count(*) FROM inbox WHERE source LIKE 'telegram:%'").fetchone()[0])


async def test_updates_come_by_webhook_and_are_stored_before_the_answer(stage: Stage) -> None:
    await stage.with_office()
    port = free_port()
    async with running(stage, **by_webhook(port)), aiohttp.ClientSession() as http:
        url = f"http://127.0.0.1:{port}/{port}"
        alice = await stage.person("Alice")
        update = {
            "update_id": 77,
            "message": {
                "message_id": 5,
                "date": 1_790_000_000,
                "chat": {"id": alice.id, "type": "private", "first_name": "Alice"},
                "from": {"id": alice.id, "is_bot": False, "first_name": "Alice", "language_code": "zh-hans"},
                "text": "你好",
            },
        }
        before = stored(stage)
        for _ in range(3):  # Telegram repeats what it is not sure of
            async with http.post(url, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as answer:
                assert answer.status == 200
        assert stored(stage) == before + 1
        async with http.post(url, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": "wrong"}) as answer:
            assert answer.status == 403
        async with http.get(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 200


async def test_the_whole_conversation_by_webhook(stage: Stage) -> None:
    await stage.with_office()
    port = free_port()
    async with running(stage, **by_webhook(port)):
        await stage.control.eventually(lambda: announced(stage), "the bot has said its address")
        # Settings ask for https, as Telegram does; what stands before the bot takes it off, and so does this line.
        await stage.sandbox.world.webhook.set(f"http://127.0.0.1:{port}/{port}", secret=SECRET)
        alice = await stage.person("Alice")
        await alice.says("/start")
        reference = await enquires(alice)
        card = await stage.at_desk().sees(reference)
        await stage.at_desk(card["message_thread_id"]).says("您好！")
        await alice.sees("您好！")


async def announced(stage: Stage) -> bool:
    return bool((await stage.control.get("calls", method="setWebhook"))["calls"])
