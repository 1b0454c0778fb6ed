"""A running sandbox for each test, and a client that talks to both of its sides over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Update

from bot.sandbox.server import Sandbox, running_sandbox
from bot.sandbox.world import World


class Tester:
    """Plays the people (control API) and a bot that sends raw requests (Bot API)."""

    __test__ = False
    alice: int
    group: int

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox, self.http = sandbox, http

    @property
    def world(self) -> World:
        return self.sandbox.world

    async def look(self, path: str, **query: Any) -> Any:
        async with self.http.get(f"{self.sandbox.url}/control/{path}", params=query) as response:
            return await response.json()

    async def does(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.sandbox.url}/control/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def refused(self, path: str, **body: Any) -> str:
        async with self.http.post(f"{self.sandbox.url}/control/{path}", json=body) as response:
            assert response.status == 400
            return (await response.json())["error"]

    async def person(self, name: str = "Alice", *, started: bool = True, **more: Any) -> int:
        person = (await self.does("people", first_name=name, **more))["id"]
        if started:
            await self.does("say", **{"from": person}, text="/start")
        return person

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        url = f"{self.sandbox.url}/bot{self.world.bot.token}/{method}"
        async with self.http.post(url, json=parameters) as response:
            answer = await response.json()
            assert response.status == (200 if answer["ok"] else answer["error_code"])
            return answer

    async def ok(self, method: str, **parameters: Any) -> Any:
        answer = await self.call(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def error(self, method: str, **parameters: Any) -> str:
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        return answer["description"]

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        return await self.ok("getUpdates", **parameters)

    async def heard(self) -> list[dict[str, Any]]:
        """All updates so far, each of which python-telegram-bot and aiogram understand; they are confirmed."""
        from aiogram.types import Update as AiogramUpdate  # takes two seconds, and not every process asks

        updates = await self.updates()
        for update in updates:
            assert Update.de_json(update, None).effective_chat is not None
            assert AiogramUpdate.model_validate(update).update_id
        if updates:
            await self.updates(offset=updates[-1]["update_id"] + 1)
        return updates

    async def says(self, person: int, chat: int | None = None, text: str = "hello", **more: Any) -> dict[str, Any]:
        return await self.does("say", **{"from": person}, chat=chat or person, text=text, **more)

    async def violations(self) -> list[str]:
        return [violation["what"] for violation in await self.look("violations")]


@pytest.fixture
def until() -> Callable[[Callable[[], Any]], Awaitable[None]]:
    """Waits for something no event tells of."""

    async def wait(condition: Callable[[], Any]) -> None:
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)

    return wait


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox(World()) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def tester(sandbox: Sandbox, http: aiohttp.ClientSession) -> Tester:
    sandbox.world.limits.enforced = False
    return Tester(sandbox, http)


@pytest.fixture
async def staff(tester: Tester) -> Tester:
    """A forum with one administrator, and the bot administrating it."""
    tester.alice = await tester.person(language_code="zh-hans")
    tester.group = (await tester.does("groups", title="Staff", members=[tester.alice], admins=[tester.alice]))["id"]
    await tester.heard()
    return tester


@pytest.fixture
def tester_of(http: aiohttp.ClientSession) -> Any:
    return lambda sandbox: Tester(sandbox, http)
