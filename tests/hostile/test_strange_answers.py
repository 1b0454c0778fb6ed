"""What getUpdates should never answer: polling waits and asks again, and one person's broken text keeps nobody waiting."""

import asyncio
import json
from typing import Any

import pytest
from clocks import TestClock
from sqlalchemy import select

from bot.alarms import Trouble
from bot.intake.polling import Polling
from bot.intake.receiver import Receiver
from bot.telegram.gateway import BotApi
from storage.database import Database
from storage.schema import inbox

GOOD = {"update_id": 7, "message": {"text": "good"}}
STRANGE: dict[str, Any] = {
    "nothing": None,
    "a truth value": True,
    "an object": {"update_id": 1},
    "a text": "update",
    "numbers": [1, 2, 3],
    "updates without a number": [{"message": {"text": "x"}}, {"update_id": "7"}, {"update_id": True}, {"update_id": 7.0}],
    "a negative number": [{"update_id": -5, "message": {"text": "x"}}],
    "a number beyond all numbers": [{"update_id": 2**64 - 1}, {"update_id": 10**30}],
}


class Scripted:
    """In the transport's place: gives the answers it was given, then none for good."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.offsets: list[int | None] = []
        self.empty = asyncio.Event()

    async def post(self, url: str, body: Any, read_timeout: float) -> tuple[int, bytes]:
        if not url.endswith("getUpdates"):
            return 200, b'{"ok": true, "result": true}'
        self.offsets.append(json.loads(body.decode()).get("offset"))
        if not self.answers:
            self.empty.set()
            await asyncio.Event().wait()
        return 200, self.answers.pop(0)


class Watch:
    def __init__(self) -> None:
        self.failed = 0

    def failing(self, trouble: Trouble) -> None:
        self.failed += 1

    def well(self, trouble: Trouble) -> None:
        pass


async def polled(database: Database, *answers: bytes) -> tuple[Scripted, Watch, list[str]]:
    """Poll until the answers are used up; return what was asked, how often it failed, and what was stored."""
    script, watch, clock = Scripted(*answers), Watch(), TestClock(1000.0)
    gateway = BotApi(script, "http://telegram", "4242:Sandbox")  # type: ignore[arg-type]
    polling = asyncio.ensure_future(Polling(gateway, Receiver(database, clock, 4242, lambda: None), clock, watch).run())
    used_up = asyncio.ensure_future(script.empty.wait())
    await asyncio.wait((polling, used_up), return_when=asyncio.FIRST_COMPLETED, timeout=20)
    assert not polling.done(), polling
    polling.cancel()
    async with database.reading() as connection:
        stored = (await connection.execute(select(inbox.c.payload).order_by(inbox.c.id))).scalars().all()
    return script, watch, list(stored)


def answer(result: Any) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()


@pytest.mark.parametrize("strange", sorted(STRANGE))
async def test_waits_and_asks_again(database: Database, strange: str) -> None:
    script, watch, stored = await polled(database, answer(STRANGE[strange]), answer([GOOD]))
    assert watch.failed == 1
    assert script.offsets == [None, None, 8]
    assert [json.loads(each) for each in stored] == [GOOD]


async def test_what_has_no_number_does_not_hide_what_has_one(database: Database) -> None:
    _, watch, stored = await polled(database, answer([{"message": {}}, GOOD, 5, None]))
    assert watch.failed == 0
    assert [json.loads(each) for each in stored] == [GOOD]


async def test_half_a_character_keeps_nobody_waiting(database: Database) -> None:
    """The library that reads JSON refuses the whole answer for it; everybody's updates would stay at Telegram for good."""
    broken = {"update_id": 6, "message": {"text": "\ud83d and \udc00 and 🙂", "from": {"first_name": "\udfff"}}}
    script, watch, stored = await polled(database, answer([broken, GOOD]))
    assert watch.failed == 0
    assert script.offsets == [None, 8]
    first, second = (json.loads(each) for each in stored)
    assert first["message"] == {"text": "\ufffd and \ufffd and 🙂", "from": {"first_name": "\ufffd"}}
    assert second == GOOD
