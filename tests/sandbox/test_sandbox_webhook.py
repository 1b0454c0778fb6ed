"""Webhook delivery: the secret, the order within a chat, repeats until a 200."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World


class Receiver:
    """Takes deliveries, answering with prepared statuses first."""

    def __init__(self) -> None:
        self.seen: list[tuple[str | None, dict]] = []
        self.statuses: list[int] = []
        self.arrived = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        self.seen.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        self.arrived.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def until(self, count: int) -> list[dict]:
        while len(self.seen) < count:
            self.arrived.clear()
            await self.arrived.wait()
        return [update for _, update in self.seen]


@pytest.fixture
async def receiver():
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    async with TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver


@pytest.fixture
async def fast(tester_of):
    """A world in which waiting for a repeat takes no time to speak of."""
    async with running_sandbox(World(speed=1000.0, limits=False)) as sandbox:
        yield tester_of(sandbox)


async def delivered(tester, until):
    """Wait until nothing is pending any more."""
    await until(lambda: not tester.world.updates.pending)


async def test_delivery_with_the_secret(fast, receiver, until):
    alice = await fast.person()
    await fast.ok("setWebhook", url=receiver.url, secret_token="s3cret", max_connections=2)
    await fast.does("say", **{"from": alice}, text="hello")
    updates = await receiver.until(2)
    assert [update["message"]["text"] for update in updates] == ["/start", "hello"]
    assert {secret for secret, _ in receiver.seen} == {"s3cret"}
    await delivered(fast, until)
    assert fast.world.updates.taken == 2
    info = await fast.ok("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (receiver.url, 2)


async def test_repeats_until_taken_and_in_order_per_chat(fast, receiver, until):
    alice, bob = await fast.person(), await fast.person("Bob")
    await fast.does("say", **{"from": alice}, text="after")
    receiver.statuses = [500, 500, 503, 500]
    await fast.ok("setWebhook", url=receiver.url)
    await delivered(fast, until)
    seen = [(u["message"]["from"]["id"], u["message"]["text"]) for u in await receiver.until(7)]
    hers = [text for who, text in seen if who == alice]
    assert hers == sorted(hers, key=["/start", "after"].index)
    assert (bob, "/start") in seen
    assert len(seen) == 7
    assert (await fast.ok("getWebhookInfo"))["last_error_message"].startswith("Wrong response from the webhook: 50")


async def test_nobody_listens(fast, until):
    await fast.person()
    await fast.ok("setWebhook", url="http://127.0.0.1:1/hook")
    await until(lambda: fast.world.webhook.last_error)
    info = await fast.ok("getWebhookInfo")
    assert info["last_error_message"] == "Connection failed: ConnectionRefusedError"
    assert info["pending_update_count"] == 1
    await fast.ok("deleteWebhook", drop_pending_updates=True)
    assert await fast.updates() == []


async def test_what_is_refused(fast):
    assert "HTTPS URL" in await fast.error("setWebhook", url="gopher://x")
    assert "unallowed characters" in await fast.error("setWebhook", url="https://x.org/", secret_token="a b")
