"""Ten thousand updates put on the line: numbered, some twice, some in the wrong order, what they only count made complete."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from hostile_anchors import completed
from hostile_api import fits
from stage import Stage

DRAW = Path(__file__).parent / "hostile_draw.py"
LONGEST_LINE = 2**20

Update = dict[str, Any]


async def drawn(count: int) -> AsyncIterator[Update]:
    """Yield ``count`` different updates, the same ones every time, as they are drawn."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(DRAW), str(count), stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE
    )
    assert process.stdout is not None
    async for line in process.stdout:
        yield json.loads(line)
    assert await process.wait() == 0


async def delivered(count: int, first: int) -> AsyncIterator[Update]:
    """Yield ``count`` numbered updates: some come again as they were or under a new number, some change places."""
    number, place, sent = first, 0, 0
    held: list[Update] = []
    async for each in drawn(count * 40 // 43 + 2):  # of forty, three come twice
        place += 1
        number += 4 if place % 7 == 0 else 1  # ids are not always consecutive
        line = [{"update_id": number, **each}]
        if place % 20 == 0:
            line.append(line[0])
        if place % 40 == 0:
            number += 1
            line.append({"update_id": number, **each})
        if place % 30 == 29:
            held = line
            continue
        for one in (*line, *held)[: count - sent]:
            yield one
        sent, held = min(count, sent + len(line) + len(held)), []


def put(stage: Stage, line: list[Update], forms: dict[int, tuple[str, int, str]]) -> None:
    """Put updates on the line as they stand, with the forms, topics and messages there are."""
    world = stage.sandbox.world
    for each in line:
        made = completed(stage, each, forms)
        _keep_original(stage, made)
        world.updates.put_raw(made)


def _keep_original(stage: Stage, made: Update) -> None:
    """Keep a message in its chat, so that the bot can copy it as from Telegram."""
    message = made.get("message")
    if not fits("Message", message) or "from" not in message:
        return
    chat = stage.sandbox.world.chats.get(message["chat"]["id"])
    if chat is not None and message["message_id"] not in chat.messages:
        plain = {name: value for name, value in message.items() if not name.endswith("entities")}
        chat.messages[message["message_id"]] = plain
