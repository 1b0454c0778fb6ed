"""The audit trail as colleagues read it: who did what, newest first, page by page, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert
from staff_people import People
from stage import Player, buttons_of, running

from domain.audit import Action
from domain.instants import HOUR
from handlers.staff.trail_screens import WORDS
from storage import schema
from storage.database import Database
from storage.migrate import migrate

NOON = 1_790_000_000_000


async def written(office: People, entries: Iterable[tuple[str, str]]) -> None:
    """Put entries by the bot itself into the trail, an hour apart."""
    path = office.stage.settings().database
    migrate(path)
    database = Database(path)
    values = [{"at": NOON + n * HOUR, "action": action, "subject": subject} for n, (action, subject) in enumerate(entries)]
    async with database.writing() as connection:
        await connection.execute(insert(schema.audit), values)
    await database.close()


async def whole_trail(who: Player, heading: str, older: str) -> list[dict[str, Any]]:
    """Page through the trail and return every page, the newest first."""
    await who.says("/audit")
    pages = [await who.sees(heading)]
    while any(button["text"] == older for button in buttons_of(pages[-1])):
        await who.taps(older)
        pages.append(await who.sees(heading))
    return pages


def references(text: str) -> list[int]:
    return [int(word[-4:]) for word in text.split() if word.startswith("Q-2026-")]


async def test_pages_of_fifteen_back_and_forth(office: People) -> None:
    await written(office, ((Action.ENQUIRY_CLOSED, f"Q-2026-{n:04d}") for n in range(1, 39)))
    async with running(office.stage):
        await office.owner.says("/audit")
        newest = await office.owner.sees("操作记录", "机器人", "办结了 Q-2026-0038")
        assert references(newest["text"]) == list(range(38, 23, -1))
        assert [each["text"] for each in buttons_of(newest)] == ["较早"]
        await office.owner.taps("较早")
        assert references((await office.owner.sees("0023"))["text"]) == list(range(23, 8, -1))
        await office.owner.taps("较早")
        oldest = await office.owner.sees("0008")
        assert references(oldest["text"]) == list(range(8, 0, -1))
        assert [each["text"] for each in buttons_of(oldest)] == ["较新"]
        await office.owner.taps("较新")
        assert references((await office.owner.sees("0009"))["text"]) == list(range(23, 8, -1))
        await office.owner.taps("较新")
        newest = await office.owner.sees("0038")
        assert references(newest["text"]) == list(range(38, 23, -1))
        assert [each["text"] for each in buttons_of(newest)] == ["较早"]


async def test_every_action_has_words_in_both_languages_and_an_unknown_one_shows_its_code(office: People) -> None:
    assert set(WORDS) == set(Action)
    await written(office, [*((action, "Q-2026-0001") for action in Action), ("tea.made", "Q-2026-0002")])
    async with running(office.stage, staff_chat_id=None):
        await office.emma.says("/start")
        await office.appointed(office.emma)
        english = await whole_trail(office.emma, "Who did what", "Older")
        chinese = await whole_trail(office.owner, "操作记录", "较早")
        assert ["tea.made Q-2026-0002" in shown["text"] for shown in (english[0], chinese[0])] == [True, True]
        assert "the bot took Q-2026-0001" in english[-1]["text"]
        assert "接手了 Q-2026-0001" in chinese[-1]["text"]
        for shown in (*english, *chinese):
            assert not any(action in shown["text"] for action in Action)


async def test_it_names_who_appointed_whom(office: People) -> None:
    async with running(office.stage):
        await office.emma.says("/start")
        await office.emma.sees("Welcome")
        await office.appointed(office.emma, "treasurer")
        await office.emma.says("/audit")
        await office.emma.sees(f"李同事 appointed Emma ({office.emma.id}) as treasurer")
        await office.at_desk(office.emma).says("/audit")
        await office.at_desk(office.owner).sees("操作记录", f"任命 Emma ({office.emma.id}) 为财务")


async def test_an_empty_trail_says_so(office: People) -> None:
    async with running(office.stage):
        await office.owner.says("/audit")
        assert buttons_of(await office.owner.sees("暂无操作记录")) == []
