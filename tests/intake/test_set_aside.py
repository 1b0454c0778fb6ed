"""An event that cannot be handled is set aside, told to the office, and stands in nobody's way."""

import json
import sqlite3
from contextlib import closing

import pytest
from stage import TOKEN, Stage, running

from bot.errors import CannotStart
from storage.migrate import migrate


def states(stage: Stage) -> set[str]:
    with closing(sqlite3.connect(stage.settings().database)) as database:
        return {state for (state,) in database.execute("SELECT state FROM inbox WHERE source LIKE 'telegram:%'")}


async def test_an_update_nobody_can_read(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start")
        await alice.sees("会员服务")
        sender = {"id": alice.id, "is_bot": False, "first_name": "Alice", "language_code": "zh-hans"}
        broken = {"message_id": 9, "chat": {"id": alice.id, "type": "private"}, "from": sender, "text": "no date"}
        await stage.control.post("update", update={"message": broken})
        await alice.sees("抱歉", "您的消息已保存")
        await stage.at_desk().sees("处理失败", "KeyError")
        await alice.says("/status")
        await alice.sees("还没有咨询记录")
    assert "poisoned" in states(stage)


async def test_an_update_that_killed_the_process_three_times(stage: Stage) -> None:
    await stage.with_office()
    settings = stage.settings()
    migrate(settings.database)
    alice = await stage.person("Alice")
    await alice.says("/start")
    sender = {"id": alice.id, "is_bot": False, "first_name": "Alice", "language_code": "zh-hans"}
    chat = {"id": alice.id, "type": "private", "first_name": "Alice"}
    deadly = {"update_id": 1, "message": {"message_id": 9, "date": 1, "chat": chat, "from": sender, "text": "deadly"}}
    with closing(sqlite3.connect(settings.database)) as database, database:
        source = f"telegram:{TOKEN.split(':')[0]}"
        row = (source, "1", json.dumps(deadly), 0, 3)
        database.execute("INSERT INTO inbox (source, key, payload, received_at, tries) VALUES (?, ?, ?, ?, ?)", row)
    async with running(stage):
        await alice.sees("抱歉", "您的消息已保存")
        await alice.sees("会员服务")
        await stage.at_desk().sees("处理失败")


async def test_the_database_of_another_bot_is_refused(stage: Stage) -> None:
    settings = stage.settings()
    migrate(settings.database)
    with closing(sqlite3.connect(settings.database)) as database, database:
        database.execute("INSERT INTO facts (name, value) VALUES ('bot_id', '999')")
    with pytest.raises(CannotStart, match="belongs to the bot with id 999"):
        async with running(stage):
            pass
