"""`/export`: asked anywhere, the file goes only to the asker's private chat, to those whose work it is, and on record."""

import sqlite3
from contextlib import closing
from io import BytesIO

import pytest
from openpyxl import load_workbook
from stage import Player, Stage, buttons_of, running

from bot.making import made
from bot.making.order import Drawing, Order
from storage.unit import Unit


async def at_desk(stage: Stage, who: Player) -> Player:
    assert stage.staff_chat is not None
    await stage.control.post("member", chat=stage.staff_chat, person=who.id, status="member")
    return who.inside(stage.staff_chat)


def on_record(stage: Stage) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(stage.folder / "alliance.db")) as database:
        return database.execute("SELECT action, subject FROM audit WHERE action LIKE '%exported' ORDER BY id").fetchall()


async def test_a_file_goes_to_whose_work_it_is_and_to_nobody_else(stage: Stage) -> None:
    await stage.with_office(forum=False)
    owner = stage.owner
    assert owner is not None
    async with running(stage):
        desk = stage.at_desk()
        await desk.says("/export")
        offered = await desk.sees("您需要哪个文件？")
        owner.mark = await stage.control.last_event()
        query = await desk.taps("会员名册", offered)
        assert "私聊" in (await desk.answer_to(query))["text"]
        document = (await owner.sees("会员名册，截至"))["document"]
        assert document["file_name"].startswith("会员名册-")
        book = load_workbook(BytesIO(stage.sandbox.world.files.files[document["file_id"]].content))
        assert book.sheetnames == ["会员名册", "联系人"]

        cai = await stage.person("财务")
        await owner.says(f"/staff add {cai.id} treasurer")
        await owner.sees("财务")
        there = await at_desk(stage, cai)
        await there.says("/export")
        own = await there.sees("您需要哪个文件？")
        assert [button["text"] for button in buttons_of(own)] == ["本年度会费"]
        refused = await there.presses(offered, data="export:roster")
        assert (await there.answer_to(refused))["show_alert"]
        await there.taps("本年度会费", own)
        await there.sees("所需内容未能送达")
    assert [action for action, _ in on_record(stage)] == ["roster.exported", "dues.exported"]


async def test_a_file_that_may_no_longer_be_had_or_cannot_be_made(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(_unit: Unit, _order: Order) -> Drawing:
        return Drawing("members.xlsx", "no.such:work", None)

    async def called_back() -> bool:
        with closing(sqlite3.connect(stage.folder / "alliance.db")) as database:
            return database.execute("SELECT state FROM outbox WHERE subject LIKE 'export:%'").fetchall() == [("cancelled",)]

    await stage.with_office(group=False)
    owner, cai = stage.owner, await stage.person("财务")
    assert owner is not None
    async with running(stage):
        await owner.says(f"/staff add {cai.id} secretary")
        await owner.sees("现已担任秘书")
        await stage.control.post("faults", method="sendDocument", chat=cai.id, do={"status": 429, "retry_after": 60})
        await cai.says("/export")
        await cai.taps("会员名册", await cai.sees("您需要哪个文件？"))
        await owner.says("/staff")
        listed = await owner.sees("免去")
        await owner.taps(buttons_of(listed)[0]["text"], listed)
        await owner.taps("确定免去", await owner.sees("确定免去"))
        await stage.control.eventually(called_back, "the file called back")
        monkeypatch.setattr(made, "MAKERS", {"roster.xlsx": breaks})
        await owner.says("/export")
        await owner.taps("会员名册", await owner.sees("您需要哪个文件？"))
        await owner.sees("文件未能生成")
