"""`demo` as its visitor starts it: one command, a page, an office at work, and a clean end that remembers."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from conversation import asks
from stage import Control, Player, buttons_of
from visit import GROUP, a_demo, a_sample, set_clock, start

from bot.demo.books import Books
from bot.demo.performance import working_days_before
from bot.demo.sample import BOT_ID, alliance_in
from domain.working_time import WorkingTime

A_WORKING_MORNING = datetime(2027, 3, 10, 1, tzinfo=UTC)
"""A Wednesday, nine o'clock in China."""
SEVEN_HOURS = 7 * 3_600_000
OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asyncio.run(a_sample(tmp_path_factory))


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample, tmp_path / "demo" / "sample")
    return tmp_path


async def refused(folder: Path, **how: int) -> str:
    """Run the command where it cannot run; return what it says."""
    demo = await start(folder, **how, stderr=asyncio.subprocess.PIPE)
    _, complaint = await asyncio.wait_for(demo.communicate(), 30)
    assert demo.returncode == 1
    return complaint.decode()


@asynccontextmanager
async def a_visit(folder: Path, *options: str) -> AsyncIterator[Player]:
    """Run the command; yield the Chinese prospect of the sample."""
    async with a_demo(folder, *options) as control:
        yield Player(control, 1001, "林晓", 1001)


async def test_a_visit_is_the_only_one_ends_cleanly_and_can_start_over(folder: Path) -> None:
    async with a_visit(folder) as visitor:
        await asks(visitor, "我们的机器狗学会了吹口哨，可以带来吗？")
        began = (await visitor.control.get("state"))["began_ms"]
        assert await refused(folder) == f"Another process of the bot is using {folder / 'demo'}: stop it first.\n"
    assert not (folder / "demo" / "sample" / "alliance.db-wal").exists()  # the bot has come to its own end
    left_half_made = folder / "demo" / "incomplete" / "world.json"
    left_half_made.parent.mkdir()
    left_half_made.write_text("{")
    async with a_visit(folder, "--reset") as visitor:
        await visitor.says("/status")
        await visitor.sees("还没有咨询记录")
        assert (await visitor.control.get("state"))["began_ms"] > began


def test_the_story_takes_place_on_the_last_working_days(tmp_path: Path) -> None:
    office = WorkingTime(alliance_in(tmp_path).office_hours, OFFICE_ZONE)
    assert working_days_before(date(2026, 10, 8), office) == [date(2026, 9, 29), date(2026, 9, 30)]


async def test_an_update_that_was_taken_and_is_not_kept_counts_as_lost(folder: Path) -> None:
    token = (folder / "demo" / "sample" / "token").read_text()
    async with a_visit(folder) as visitor, aiohttp.ClientSession(visitor.control.url) as thief:
        await visitor.control.post("bot", do="kill")
        for words in ("在吗？", "请回答。"):
            await visitor.says(words)
        async with thief.get(f"/bot{token}/getUpdates", params={"offset": -1}) as taken:  # it confirms all but the last
            assert taken.status == 200
        assert (await visitor.control.get("bot"))["updates"]["lost"] == 1


async def test_a_port_in_use_is_one_clear_line(folder: Path) -> None:
    taken = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1")
    async with taken:
        port = taken.sockets[0].getsockname()[1]
        complaint = await refused(folder, port=port)
    assert complaint == f"127.0.0.1 port {port} cannot be used: Address already in use. Choose another with PORT=… or HOST=….\n"


async def test_a_broken_world_is_one_clear_line(folder: Path) -> None:
    world = folder / "demo" / "sample" / "world.json"
    world.write_text("{")
    assert await refused(folder) == f"{world} holds no world of this sandbox. RESET=1 starts over.\n"


async def test_a_prospect_and_a_colleague_play_it_through_and_the_clock_is_followed(folder: Path) -> None:
    async with a_visit(folder) as visitor:
        control = visitor.control
        await set_clock(control, A_WORKING_MORNING)
        emma = Player(control, 1002, "Emma", 1002)
        group = Player(control, 2001, "陈静", GROUP)
        reference = await asks(emma, "Our robot dog has learnt to whistle. May we bring it?")
        card = await group.sees(reference)
        before = time.time_ns() // 1_000_000
        await control.post("clock", advance_ms=SEVEN_HOURS)
        reminder = await group.sees("⏰", reference)
        [fired] = [each for each in await control.get("bot/fired", since=before) if each["job"] == "enquiries:bring_up"]
        assert fired.pop("at_ms") >= int(A_WORKING_MORNING.timestamp() * 1000) + SEVEN_HOURS
        assert reminder["text"].startswith(fired.pop("text").removesuffix("…"))
        assert fired == {"job": "enquiries:bring_up", "chat": GROUP, "method": "sendMessage"}
        assert await control.get("bot/fired", since=time.time_ns() // 1_000_000) == []
        assert await control.get("bot/fired", since=before - 1, before=before) == []
        desk = group.inside(GROUP, card["message_thread_id"])
        answer = await desk.says("Of course.")
        await emma.sees("Alliance office", "Of course.")
        await desk.sees_reaction(answer, "👌")
        await emma.sends_file("dog.txt", b"woof", caption="its papers")
        await desk.sees("its papers")
        await desk.taps("办结", card)
        await emma.taps("5", await emma.sees(reference, "5"))
        await emma.sees("★★★★★")
        assert await control.get("violations") == []


async def sees_an_office_at_work(control: Control) -> None:
    people = [(person["id"], person["first_name"]) for person in await control.get("people")]
    assert people[:4] == [(1001, "林晓"), (1003, "沈一舟"), (1002, "Emma"), (2001, "陈静")]
    chats = {chat["id"]: chat for chat in await control.get("chats")}
    assert not chats.keys() & {1001, 1002}
    topics = [Player(control, 2001, "陈静", GROUP, thread=topic["thread"]) for topic in chats[GROUP]["topics"]]
    cards = [next(m for m in await topic.messages() if buttons_of(m)) for topic in topics]
    assert [card["text"][0] for card in cards].count("✅") == 2
    assert sum("等待答复自" in card["text"] for card in cards) == 4
    everything = await Player(control, 2001, "陈静", GROUP).messages()
    assert sum("document" in message for message in everything) == 2
    assert everything == sorted(everything, key=lambda message: message["date"])
    assert any("现行标准" in message["text"] for message in await Player(control, 1201, "何苗", 1201).messages())
    letters = (await control.get("letters"))["letters"]
    sofia, miao = (letter["message_id"] for letter in letters if letter["kind"] == "received")
    assert [letter["in_reply_to"] for letter in letters if letter["kind"] == "sent"] == ["", sofia, sofia, miao]
    assert (await control.get("clock"))["offset_ms"] == 0


async def test_an_office_at_work_behind_a_password_outlives_a_kill(folder: Path) -> None:
    async with a_visit(folder, "--host", "0.0.0.0") as visitor:  # noqa: S104 - where others can reach it
        control = visitor.control
        async with aiohttp.ClientSession() as stranger, stranger.get(f"{control.url}/control/bot") as answer:
            assert answer.status == 401
        await sees_an_office_at_work(control)
        mark = await control.last_event()
        dead = await control.post("bot", do="kill")
        assert (dead["running"], dead["starts"]) == (False, 1)
        assert dead["updates"]["taken"] > 50
        await visitor.says("/help")
        await visitor.sees("/join")
        told = [event for event in (await control.get("wait", after=mark))["events"] if event["type"] == "bot"]
        assert [(event["running"], event["starts"]) for event in told] == [(False, 1), (True, 2)]

        async def settled() -> bool:
            alive = await control.get("bot")
            assert (alive["running"], alive["updates"]["lost"], alive["inbox"]["set_aside"]) == (True, 0, 0)
            taken = alive["updates"]["taken"] == dead["updates"]["taken"] + 1
            return taken and alive["outbox"]["sent"] > dead["outbox"]["sent"]

        await control.eventually(settled, "the message taken and its answer noted")
        assert await control.get("violations") == []


async def test_what_fired_is_told_however_often_the_clock_was_set(sample: Path) -> None:
    books = Books(sample / "alliance.db", BOT_ID)
    assert await books.fired([(start, start + 1) for start in range(0, 4_000, 2)]) == []
    await books.close()
