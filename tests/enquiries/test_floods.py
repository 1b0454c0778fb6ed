"""More than one person may send in a minute: kept, answered once, and shown to colleagues when they ask for it."""

from collections import Counter as Tally
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from clocks import TestClock
from counter import MODES, Counter, opened, with_office
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from stage import FAST, Player, Stage, a_file, a_stage, running

from domain.floods import Floods, Place
from domain.instants import MINUTE
from storage.database import Database
from storage.schema import enquiry_messages

LIMIT = 20
LOT = "That is a lot at once"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot look for what is due twice a second."""
    monkeypatch.setattr("bot.ticker.PERIOD", 0.5)


@asynccontextmanager
async def alive(stage: Stage) -> AsyncIterator[TestClock]:
    clock = TestClock(FAST)
    async with running(stage, clock):
        yield clock


async def flood(counter: Counter, count: int) -> None:
    for number in range(count):
        await counter.enquirer.says(f"Message {number:03d}.")


async def all_handled(stage: Stage, counter: Counter, count: int) -> None:
    async def stored() -> bool:
        return await messages_of(stage) == count

    await stage.control.eventually(stored, f"{count} messages on disk")
    await stage.control.eventually(lambda: has(counter.enquirer, LOT), "the one answer")


async def has(who: Player, words: str) -> bool:
    return any(words in message.get("text", "") for message in await who.messages())


async def messages_of(stage: Stage, *, kept_back: bool | None = None) -> int:
    database = Database(stage.settings().database)
    query = select(func.count()).select_from(enquiry_messages).where(enquiry_messages.c.direction == "in")
    if kept_back is not None:
        query = query.where(enquiry_messages.c.kept_back == int(kept_back))
    async with database.reading() as connection:
        found = (await connection.execute(query)).scalar_one()
    await database.close()
    return found


async def line(counter: Counter, clock: TestClock, *parts: str) -> dict[str, Any]:
    """Let the flood be over, and return the line at the desk."""
    clock.advance(hours=0.02)
    found: list[dict[str, Any]] = []

    async def there() -> bool:
        texts = [m for m in await counter.desk.messages() if "短时间内还有" in m.get("text", "")]
        found.extend(m for m in texts if all(part in str(m) for part in parts))
        return bool(found)

    await counter.desk.control.eventually(there, f"{parts} at the desk")
    return found[0]


# --- the bot --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
async def test_a_flood_is_kept_answered_once_and_shown_ten_at_a_time(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with alive(stage) as clock:
        counter = await opened(stage, mode)
        await flood(counter, 41)
        await all_handled(stage, counter, 42)
        texts = Tally("Passed" if "Passed" in text else "lot" if LOT in text else "" for text in await counter.received())
        assert texts["lot"] == 1
        assert texts["Passed"] == LIMIT - 1, "the first of the twenty opened the enquiry"
        assert await messages_of(stage, kept_back=True) == 22
        shown = await line(counter, clock, "还有 22 条消息", "显示接下来的 10 条")
        assert not any("Message 019" in text for text in await counter.shown())
        await counter.desk.taps("显示接下来的 10 条", shown)
        await counter.desk.sees("还有 12 条消息")
        await counter.desk.sees("Message 028.")
        await counter.desk.taps("显示接下来的 10 条")
        await counter.desk.sees("还有 2 条消息", "显示接下来的 2 条")
        await counter.desk.taps("显示接下来的 2 条")
        await counter.desk.sees("已全部显示")
        await counter.desk.sees("Message 040.")
        found = [text[-4:-1] for text in await counter.shown() if "Message" in text]
        assert found == [f"{number:03d}" for number in range(41)]
        assert await messages_of(stage, kept_back=True) == 0
    assert await stage.violations() == []


async def test_of_a_flood_without_end_the_desk_hears_all_the_same(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with alive(stage) as clock:
        counter = await opened(stage)
        await flood(counter, 25)
        await all_handled(stage, counter, 26)
        for turn in range(1, 14):
            clock.advance(hours=50 / 3600)
            await flood(counter, 12)
            await all_handled(stage, counter, 26 + 12 * turn)
        await stage.control.eventually(lambda: has(counter.desk, "短时间内还有"), "the line at the desk")
        assert len([text for text in await counter.shown() if "短时间内还有" in text]) == 1
        assert len([text for text in await counter.received() if LOT in text]) == 1


async def test_the_same_press_twice_shows_ten_once(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with alive(stage) as clock:
        counter = await opened(stage)
        await flood(counter, 45)
        await all_handled(stage, counter, 46)
        shown = await line(counter, clock, "还有 26 条消息")
        data = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await counter.desk.presses(shown, data=data, force=True)
        query = await counter.desk.presses(shown, data=data, force=True)
        assert "已经显示过" in (await counter.desk.answer_to(query))["text"]
        assert await messages_of(stage, kept_back=True) == 16


async def test_after_a_quiet_minute_all_is_as_before(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with alive(stage) as clock:
        counter = await opened(stage)
        await flood(counter, 30)
        await all_handled(stage, counter, 31)
        clock.advance(hours=0.02)
        await counter.writes_on("Sorry for that.")
        await counter.desk.sees("Sorry for that.")


async def test_a_flood_of_commands_is_answered_once_and_a_question_among_them_kept(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with alive(stage):
        counter = await opened(stage)
        for _ in range(60):
            await counter.enquirer.says("/help")
        await counter.enquirer.says("/ask Does the robot bark?")
        await all_handled(stage, counter, 2)
        received = await counter.received()
        assert len([text for text in received if LOT in text]) == 1
        assert len([text for text in received if "/join" in text and "/status" in text]) == LIMIT - 1


async def test_somebody_elses_message_does_not_wait_behind_a_flood(tmp_path: Path) -> None:
    async with a_stage(tmp_path, speed=FAST) as stage:  # with Telegram's limits
        await with_office(stage, "topics")
        async with alive(stage):
            counter = await opened(stage)
            await flood(counter, 100)
            await all_handled(stage, counter, 101)
            other = await opened(stage, name="Carol", text="Our robot bird has learnt to swim.")
            await other.answers("How nice.")
            await other.enquirer.sees("How nice.")
            posts = [text for text in await counter.shown() if "Message" in text]
            assert len(posts) <= LIMIT
        assert await stage.violations() == []


async def test_files_albums_and_edits_in_a_flood_are_kept_too(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with alive(stage) as clock:
        counter = await opened(stage)
        bob = counter.enquirer
        early = await counter.writes_on("Early words.")
        await flood(counter, 20)
        await bob.sends_album({"photo": a_file("1.png"), "caption": "One"}, {"photo": a_file("2.png"), "caption": "Two"})
        await bob.edits(early, "Earlier words.")
        await all_handled(stage, counter, 24)
        shown = await line(counter, clock, "还有 5 条消息")
        assert any("Early words." in text for text in await counter.shown())
        await counter.desk.taps("显示接下来的 5 条", shown)
        await counter.desk.sees("已修改", "Earlier words.")
        await counter.desk.sees("Two")
        assert not any("Early words." in text for text in await counter.shown())
        headers = [text for text in await counter.shown() if text == f"💬 {counter.reference} · Bob"]
        assert len(headers) == 1, "one line for the album"
    assert await stage.violations() == []


async def test_a_flood_without_an_enquiry_opens_one_the_desk_sees(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with alive(stage):
        bob = await stage.person("Bob", "en")
        for _ in range(LIMIT):
            await bob.says("/help")
        await bob.says("Our robot dog has learnt to whistle.")
        await stage.control.eventually(lambda: has(bob, LOT), "the one answer")
        await stage.at_desk().sees("Our robot dog has learnt to whistle.")


async def test_a_restart_in_a_flood_loses_and_doubles_nothing(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with alive(stage):
        counter = await opened(stage)
        await flood(counter, 30)
    await flood(counter, 30)
    async with alive(stage) as clock:
        await all_handled(stage, counter, 61)
        kept = await messages_of(stage, kept_back=True)
        await line(counter, clock, f"还有 {kept} 条消息")
        shown = [text for text in await counter.shown() if "Message" in text]
        assert len(shown) == 60 - kept
    async with alive(stage) as clock:
        clock.advance(hours=1)
        await counter.desk.taps("显示接下来的 10 条")
        await counter.desk.sees("Message")
        assert len([text for text in await counter.shown() if "短时间内还有" in text]) == 1, "the desk is told of it once"


async def test_colleagues_may_write_as_much_as_they_like(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with alive(stage):
        counter = await opened(stage)
        for number in range(30):
            await counter.answers(f"Answer {number}.")
        await stage.control.eventually(lambda: has(counter.enquirer, "Answer 29."), "the last answer")


# --- the rule -------------------------------------------------------------------------------------------------------

steps = st.lists(st.tuples(st.integers(0, 2 * MINUTE), st.integers(1, 3), st.booleans()), max_size=80)


@given(steps, st.integers(1, 12))
def test_nobody_is_hindered_by_others_and_each_flood_has_one_first(moves: list[tuple[int, int, bool]], limit: int) -> None:
    floods, now = Floods(), 0
    came: dict[int, list[int]] = {1: [], 2: [], 3: []}
    flooding = dict.fromkeys(came, False)
    for number, (pause, who, prolongs) in enumerate(moves):
        now += pause // 20
        place = floods.place(who, f"event:{number}", now, limit, prolongs=prolongs)
        lately = [at for at in came[who] if at > now - MINUTE]
        if len(lately) <= limit // 2:
            flooding[who] = False
        first = not flooding[who] and len(lately) + 1 > limit
        assert place is (Place.FURTHER if flooding[who] else Place.FIRST if first else Place.WITHIN)
        assert floods.place(who, f"event:{number}", now, limit, prolongs=prolongs) is place, "the same event again"
        if prolongs or not flooding[who]:
            came[who].append(now)
        flooding[who] = flooding[who] or first


def test_commands_do_not_lock_anybody_out() -> None:
    floods = Floods()
    for second in range(600):
        floods.place(1, f"event:{second}", second * 1000, 20, prolongs=False)
    places = [floods.place(1, f"late:{second}", (600 + second) * 1000, 20, prolongs=False) for second in range(60)]
    assert Place.WITHIN in places
