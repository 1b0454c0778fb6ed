"""Members are read in from a table: a verdict for each row, all rows or none, again and again, and taken back."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date
from io import BytesIO
from pathlib import Path

import pytest
from clocks import TestClock
from openpyxl import Workbook, load_workbook
from stage import TOKEN

from bot.errors import OperationError, UserError
from bot.making.made import Making
from bot.profile import load
from bot.settings import given
from bot.tables.importing import Importing
from domain.imports import Known
from domain.roster import Contact, ContactRole, Details
from domain.speakers import Speaker, speakers_after
from locales.texts import Texts
from storage import imports, roster
from storage.database import Database
from storage.unit import Unit

PROFILE = load(given(bot_token=TOKEN))
REPRESENTATIVE, DUES, DEPUTY = ContactRole.REPRESENTATIVE, ContactRole.DUES, ContactRole.DEPUTY

HEADINGS = [
    "名称",
    "统一社会信用代码",
    "级别",
    "入会日期",
    "领域",
    "会员代表姓名",
    "会员代表邮箱",
    "会费联系人姓名",
    "会费联系人电话",
    "备注",
]
STAR = [
    "星河智能有限公司",
    None,
    "普通会员",
    date(2020, 4, 9),
    "健康医疗、City governance",
    "王小明",
    "wang@star.example",
    "李会",
    "13800138000",
]
LAKE = ["未名湖大学", None, "council", "2021年3月1日", None, "赵老师", None, None, None, "来自旧表"]


class Desk:
    """Reads tables in and keeps what was said of them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.said: list[str] = []
        self._folder = folder
        self.database = database
        self.importing = Importing(database, TestClock(), PROFILE, Texts("zh", UTC), self.said.append)

    async def reads(self, *rows: Sequence[object], dry_run: bool = False, headings: Sequence[str] = HEADINGS) -> str:
        book = Workbook()
        for row in (headings, *rows):
            book.active.append(list(row))
        return await self.reads_file("members.xlsx", _saved(book), dry_run=dry_run)

    async def reads_file(self, name: str, content: bytes, *, dry_run: bool = False) -> str:
        (file := self._folder / name).write_bytes(content)
        self.said.clear()
        await self.importing.read_in(file, dry_run=dry_run)
        return "\n".join(self.said)

    async def refuses(self, *rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> str:
        with pytest.raises(UserError) as refused:
            await self.reads(*rows, headings=headings)
        return "\n".join((*self.said, *refused.value.lines))

    async def known(self) -> Known:
        async with self.database.reading() as connection:
            return await imports.roster_now(Unit(connection, 0))

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        async with self.database.writing() as connection:
            yield (unit := Unit(connection, 0))
            await unit.keep()


def _saved(book: Workbook) -> bytes:
    book.save(file := BytesIO())
    return file.getvalue()


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


async def test_from_the_first_table_to_its_undoing(desk: Desk) -> None:
    dry = await desk.reads(STAR, LAKE, dry_run=True)
    assert "第 2 行：星河智能有限公司，新增。" in dry
    assert "未读取的列：备注" in dry
    assert not (await desk.known()).by_name
    assert "已导入，编号 1" in await desk.reads(STAR, LAKE)
    known = await desk.known()
    star, lake = (known.by_name[row[0]][0] for row in (STAR, LAKE))
    assert (star.entry.fields, star.entry.joined_on, lake.entry.joined_on) == (
        ("health", "city"),
        date(2020, 4, 9),
        date(2021, 3, 1),
    )
    assert [(each.details.name, each.details.telephone) for each in known.contacts[star.id]] == [
        ("王小明", ""),
        ("李会", "+86 138 0013 8000"),
    ]

    again = await desk.reads(STAR, LAKE)
    assert "无变化 2 行" in again
    assert "没有需要更新的内容。" in again
    moved = [*STAR[:6], "xm@star.example", "孙会计", "13900139000"]
    assert "更新：会员代表、会费联系人" in await desk.reads(moved)
    changed = (await desk.known()).contacts[star.id]
    assert {each.details.name: each.details.mail for each in changed} == {"王小明": "xm@star.example", "孙会计": ""}

    await desk.importing.undo(2)
    restored = await desk.known()
    assert restored.by_name[STAR[0]][0].entry == star.entry
    assert {each.details for each in restored.contacts[star.id]} == {each.details for each in known.contacts[star.id]}
    async with desk.unit() as unit:
        await roster.change(unit, lake, replace(lake.entry, city="北京"), actor_id=None)
    with pytest.raises(OperationError):
        await desk.importing.undo(1)
    assert "未名湖大学：导入后又有变动" in desk.said[-1]
    assert list((await desk.known()).by_name) == [LAKE[0]]
    with pytest.raises(UserError, match="已撤销过"):
        await desk.importing.undo(2)


async def test_every_fault_is_named_and_nothing_is_written(desk: Desk) -> None:
    said = await desk.refuses(
        STAR,
        [*STAR[:2], "荣誉会员", "昨天"],
        ["甲单位", 911101080000000123, "普通会员", "2020-02-30", "航天", None, "不是邮箱"],
        ["乙单位", "91110108MA0000001X", None, None],
    )
    for words in (
        "与第 2 行是同一家", "“荣誉会员”不在可选范围", "“昨天”不是日期", "末几位已丢失", "“2020-02-30”不是日期",
        "“航天”不在可选范围", "“不是邮箱”不是有效的邮箱地址", "无效：应为 18 位", "缺少“级别”", "没有导入任何内容",
    ):  # fmt: skip
        assert words in said
    assert not (await desk.known()).by_name
    assert "没有找到表头" in await desk.refuses(headings=["公司", "级别"])
    assert "重复出现" in await desk.refuses(headings=["名称", "级别", "级别"])


async def test_a_csv_of_chinese_excel_is_read_and_an_export_can_be_read_in_again(desk: Desk) -> None:
    text = "名称,级别,入会日期,地址\r\n=1+1 单位,普通会员,2020/4/9,\"＝cmd|' /C calc'!A0\"\r\n"
    assert "已导入" in await desk.reads_file("old.csv", text.encode("gb18030"))
    await desk.reads(STAR, LAKE)
    made = await Making(desk.database, PROFILE, UTC, TestClock()).made("roster.xlsx", {"language": "en"})
    book = load_workbook(BytesIO(made.content))
    assert [sheet.max_row for sheet in book] == [4, 4]
    formulas = [cell.coordinate for row in book.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"]
    assert not formulas
    again = await desk.reads_file("again.xlsx", made.content)
    assert "无变化 3 行" in again


def test_who_speaks_for_a_member_follows_the_row() -> None:
    wang = Contact(1, 1, None, 0, Details(name="王", roles=frozenset({REPRESENTATIVE, DUES}), mail="w@x.example"))
    li = Contact(2, 1, 7, 0, Details(name="李", roles=frozenset({DEPUTY})))
    given_up, faults = speakers_after({REPRESENTATIVE: {"name": "李"}, DEPUTY: {"name": "王"}}, [wang, li])
    assert not faults
    assert [(each.contact, each.details and each.details.roles) for each in given_up] == [
        (wang, {DUES, DEPUTY}),
        (li, {REPRESENTATIVE}),
    ]
    renamed = speakers_after({REPRESENTATIVE: {"name": "王明", "mail": "w@x.example"}}, [wang, li])[0]
    assert renamed == [Speaker(wang, replace(wang.details, name="王明"))]
    ended = speakers_after({DEPUTY: {"name": "钱"}}, [wang, li])[0]
    assert ended[0] == Speaker(li, None)
    assert ended[1].contact is None
    assert speakers_after({DEPUTY: {"language": "en"}}, [wang, li])[0] == []  # whoever is on Telegram chose it there
    assert [each.column for each in speakers_after({ContactRole.LIAISON: {"mail": "a@x.example"}}, [])[1]] == ["liaison.name"]
