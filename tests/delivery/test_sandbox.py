"""The worker over HTTP against the sandbox, which is as strict as Telegram: what arrived is read there, not here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from delivery_desk import Desk

from bot.clock import SystemClock
from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World
from bot.telegram.gateway import BotApi
from bot.telegram.transport import Transport
from domain.outbox import Lane
from storage.database import Database

SPEED = 50


class FastClock(SystemClock):
    """Real time, faster: what waits for seconds here waits for milliseconds."""

    def monotonic(self) -> float:
        return super().monotonic() * SPEED

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / SPEED)


class Scene:
    """A worker, a sandbox with one person and one group, and a client for its control API."""

    def __init__(self, desk: Desk, control: aiohttp.ClientSession) -> None:
        self.desk, self._control = desk, control
        self.person = self.group = 0

    async def post(self, path: str, **fields: Any) -> Any:
        async with self._control.post(f"/control/{path}", json=fields) as response:
            answer = await response.json()
        assert response.status == 200, answer
        return answer

    async def get(self, path: str, **query: Any) -> Any:
        async with self._control.get(f"/control/{path}", params=query) as response:
            return await response.json()

    async def texts(self, chat: int) -> list[str]:
        messages = await self.get("messages", chat=chat)
        return [message["text"] for message in messages if message.get("from", {}).get("is_bot") and "text" in message]

    async def settled(self) -> list[str]:
        """Let the worker run until every row has ended and return their states."""
        if self.desk.task is None:
            self.desk.start()
        self.desk.worker.wake()
        for _ in range(2000):
            states = await self.desk.states()
            if not {"pending", "sending"} & set(states):
                return states
            assert not self.desk.task.done()
            await self.desk.clock.sleep(0.25)
        raise AssertionError(states)


@asynccontextmanager
async def scene(database: Database, **world: Any) -> AsyncIterator[Scene]:
    transport = Transport()
    async with running_sandbox(World(**world)) as sandbox, aiohttp.ClientSession(sandbox.url) as control:
        desk = Desk(database)
        desk.clock, desk.gateway = FastClock(), BotApi(transport, sandbox.url, sandbox.world.bot.token)
        made = Scene(desk, control)
        made.person = (await made.post("people", first_name="Li"))["id"]
        made.group = (await made.post("groups", title="Desk", forum=True, members=[made.person], admins=[], bot_admin=True))[
            "id"
        ]
        await made.post("say", **{"from": made.person, "text": "/start"})
        try:
            yield made
        finally:
            if desk.task is not None:
                await desk.worker.stop(grace=0)
                await desk.task
            await transport.close()


async def test_a_topic_its_card_and_a_reply(database: Database):
    async with scene(database, speed=SPEED) as play:
        desk = play.desk
        topic = await desk.put(play.group, method="createForumTopic", payload={"name": "Li"})
        card = await desk.put(play.group, payload={"text": "card", "message_thread_id": {"$sent": topic}})
        await desk.put(
            play.group,
            payload={
                "text": "<b>more</b>",
                "parse_mode": "HTML",
                "message_thread_id": {"$sent": topic},
                "reply_parameters": {"message_id": {"$sent": card}},
            },
        )
        await desk.put(
            play.group,
            method="setMessageReaction",
            payload={"message_id": {"$sent": card}, "reaction": [{"type": "emoji", "emoji": "👍"}]},
        )
        assert await play.settled() == ["sent"] * 4
        thread = (await desk.row(topic)).message_id
        messages = await play.get("messages", chat=play.group, thread=thread)
        texts = [message.get("text") for message in messages]
        assert texts[-2:] == ["card", "more"]
        assert await play.get("violations") == []


@pytest.mark.parametrize(
    ("fault", "lane", "state", "arrived"),
    [
        ({"cut": "accept"}, Lane.BULK, {"sent", "uncertain"}, {0, 1}),
        ({"cut": "body"}, Lane.BULK, {"uncertain"}, {0}),
        ({"cut": "acted"}, Lane.BULK, {"uncertain"}, {1}),
        ({"cut": "half"}, Lane.BULK, {"uncertain"}, {1}),
        ({"garbage": True}, Lane.BULK, {"uncertain"}, {1}),
        ({"status": 502}, Lane.BULK, {"uncertain"}, {0, 1}),
        ({"cut": "body"}, Lane.INTERACTIVE, {"sent"}, {1}),
        ({"cut": "acted"}, Lane.INTERACTIVE, {"sent"}, {2}),
        ({"status": 429, "retry_after": 1}, Lane.BULK, {"sent"}, {1}),
        ({"status": 401}, Lane.BULK, {"sent"}, {1}),
    ],
)
async def test_each_fault_and_what_really_arrived(database: Database, fault, lane, state, arrived):
    async with scene(database, speed=SPEED) as play:
        await play.post("faults", method="sendMessage", times=1, do=fault)
        await play.desk.put(play.person, "notice", lane)
        assert set(await play.settled()) <= state
        assert len(await play.texts(play.person)) in arrived


async def test_who_blocked_the_bot_is_unreachable(database: Database):
    async with scene(database, speed=SPEED) as play:
        await play.post("block", person=play.person, blocked=True)
        row = await play.desk.put(play.person)
        assert await play.settled() == ["failed"]
        assert (await play.desk.row(row)).reason == "unreachable"


async def test_a_group_that_becomes_a_supergroup_is_followed(database: Database):
    async with scene(database, speed=SPEED) as play:
        basic = (await play.post("groups", title="Old", kind="group", members=[play.person], bot_admin=True))["id"]
        await play.post("migrate", chat=basic)
        await play.desk.put(basic, "first")
        await play.desk.put(basic, "second")
        assert await play.settled() == ["sent", "sent"]
        assert await play.texts(int((await play.desk.row(2)).recipient)) == ["first", "second"]


async def test_a_message_for_a_deleted_topic_is_not_lost(database: Database):
    async with scene(database, speed=SPEED) as play:
        topic = await play.desk.put(play.group, method="createForumTopic", payload={"name": "Li"})
        await play.settled()
        await play.post("topics/delete", chat=play.group, thread=(await play.desk.row(topic)).message_id)
        await play.desk.put(play.group, payload={"text": "card", "message_thread_id": {"$sent": topic}})
        assert await play.settled() == ["sent", "sent"]
        assert await play.texts(play.group) == ["card"]


async def test_a_burst_keeps_within_the_limits(database: Database):
    """Sixty messages to a person and thirty to a group, against a server that counts: no refusal, and nothing out of order."""
    async with scene(database, speed=SPEED) as play:
        await play.desk.put_all([play.desk.draft(play.person, f"{n:02}") for n in range(60)])
        await play.desk.put_all([play.desk.draft(play.group, f"{n:02}", Lane.BULK) for n in range(18)])
        assert set(await play.settled()) == {"sent"}
        assert await play.texts(play.person) == [f"{n:02}" for n in range(60)]
        calls = (await play.get("calls", method="sendMessage"))["calls"]
        assert len(calls) == 78
