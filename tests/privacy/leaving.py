"""Somebody asks for their data and has it deleted, in either language; shared by the tests of this folder."""

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
from conversation import STEPS_EN, STEPS_ZH, enquires
from stage import Player, Stage

STEPS = {"zh": (STEPS_ZH, "提交"), "en": (STEPS_EN, "Send")}
CODES = {"zh": "zh-hans", "en": "en"}
WORDS = {
    "zh": {
        "keeps": "保存什么",
        "days": "730 天",
        "send": "发送我的数据",
        "file": "全部数据",
        "delete": "删除我的数据",
        "sure": "要删除我们保存的",
        "yes": "确认全部删除",
        "keep": "保留",
        "kept": "没有删除任何内容",
        "gone": "全部数据已删除",
        "old": "这个确认已过期",
        "erased": "已要求删除其全部数据，咨询已关闭",
        "by hand": "请手动删除",
    },
    "en": {
        "keeps": "What we keep",
        "days": "730 days",
        "send": "Send me my data",
        "file": "everything we have stored",
        "delete": "Delete my data",
        "sure": "Delete everything we have stored",
        "yes": "Yes, delete everything",
        "keep": "Keep it",
        "kept": "Nothing was deleted",
        "gone": "has been deleted",
        "old": "out of date",
    },
}


async def enquires_in(who: Player, language: str) -> str:
    """Send in a whole form and return its reference."""
    return await enquires(who, *STEPS[language])


async def is_asked(who: Player, language: str = "zh") -> dict[str, Any]:
    """Go as far as the question before everything is deleted, and return it."""
    words = WORDS[language]
    await who.says("/mydata")
    document = await who.sees(words["file"])
    await who.taps(words["delete"], document)
    return await who.sees(words["sure"])


async def leaves(who: Player, language: str = "zh") -> None:
    """Have everything deleted."""
    question = await is_asked(who, language)
    await who.taps(WORDS[language]["yes"], question)
    await who.sees(WORDS[language]["gone"])


async def content(stage: Stage, document: dict[str, Any]) -> dict[str, Any]:
    """Return what is in a JSON file the bot sent."""
    url = f"{stage.control.url}/control/files/{document['document']['file_id']}"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        found: dict[str, Any] = json.loads(await answer.text("utf-8"))
    return found


def ask(path: Path, sql: str, *values: object, **named: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as connection:
        return connection.execute(sql, named or values).fetchall()


def database(stage: Stage) -> Path:
    return stage.folder / "alliance.db"


UNDONE = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting') "
    "+ (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))"
)


async def settled(stage: Stage) -> None:
    """Return once every update is handled and every row has ended."""
    end = time.monotonic() + 30
    while stage.sandbox.world.updates.pending or ask(database(stage), UNDONE) != [(0,)]:
        assert time.monotonic() < end, "the bot does not come to rest"
        await asyncio.sleep(0.02)


async def rights(stage: Stage, **changed: bool) -> None:
    """Change what the bot may do in the staff group."""
    await stage.control.post("member", chat=stage.staff_chat, person=4242, status="administrator", rights=changed)
