"""Deadlines by the office's clock: who is brought up, when, how often, and where, in a week without days off."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from clocks import TestClock
from conversation import asks
from sqlalchemy import event as sql_event
from sqlalchemy import insert, select, update
from stage import FAST, Player, Stage, buttons_of, running

from bot.intake.consumer import Consumer
from storage import desk as stored_desk
from storage.database import Database
from storage.migrate import migrate
from storage.schema import enquiries, outbox, persons
from storage.unit import Unit

MATTER = "Our robot dog has learnt to whistle."
WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, MONDAY = "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-30"
OVERDUE = "久未答复"


def instant(day: str, at: str) -> int:
    return round(datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)


class Clock(TestClock):
    """A clock that is set to an instant of the office's zone, and goes on from there."""

    def set_to(self, day: str, at: str) -> None:
        self.offset += instant(day, at) - self.now()


Tick = Callable[[], Awaitable[None]]


@pytest.fixture
def clock() -> Clock:
    clock = Clock(FAST)
    clock.set_to(WEDNESDAY, "10:00")
    return clock


@pytest.fixture
def tick(monkeypatch: pytest.MonkeyPatch) -> Tick:
    """Let the running bot look for what is due, at once instead of within ten seconds."""
    run, run_jobs = Consumer.run, Consumer._run_jobs
    living: list[Consumer] = []
    awaited: list[asyncio.Event] = []

    async def running_consumer(self: Consumer) -> None:
        living.append(self)
        await run(self)

    async def heard_jobs(self: Consumer) -> None:
        asked = awaited[:]
        await run_jobs(self)
        for each in asked:
            each.set()

    async def tick_now() -> None:
        done = asyncio.Event()
        awaited.append(done)
        living[-1].tick()
        await done.wait()

    monkeypatch.setattr(Consumer, "run", running_consumer)
    monkeypatch.setattr(Consumer, "_run_jobs", heard_jobs)
    return tick_now


async def enquired(stage: Stage, name: str = "Bob") -> tuple[Player, str]:
    who = await stage.person(name, "en")
    return who, await asks(who, MATTER)


async def rows(stage: Stage, query: Any) -> list[Any]:
    database = Database(stage.settings().database)
    async with database.reading() as connection:
        found = (await connection.execute(query)).all()
    await database.close()
    return list(found)


async def brought_up(stage: Stage) -> list[str]:
    """Return to which chats what was overdue has been told, oldest first."""
    told = select(outbox.c.recipient).where(outbox.c.dedupe_key.startswith("tick:enquiries:bring_up:")).order_by(outbox.c.id)
    return [row.recipient for row in await rows(stage, told)]


async def test_after_four_working_hours_and_again_after_a_day_and_then_no_more(stage: Stage, clock: Clock, tick: Tick) -> None:
    await stage.with_office()
    async with running(stage, clock):
        _, ref = await enquired(stage)
        desk = stage.at_desk()
        topic = (await desk.sees(MATTER, "我来办"))["message_thread_id"]
        clock.set_to(WEDNESDAY, "13:59")
        await tick()
        assert await brought_up(stage) == []
        clock.set_to(WEDNESDAY, "14:01")
        await tick()
        first = await desk.sees("有 1 项咨询久未答复", ref, "Bob", "已等待 4 小时（自 2026年11月25日 周三 10:00）")
        assert "message_thread_id" not in first, "in the general topic, where all see it"
        links = [entity["url"] for entity in first["entities"] if entity["type"] == "text_link"]
        assert links == [f"https://t.me/c/{str(stage.staff_chat).removeprefix('-100')}/{topic}"]
        for _ in range(2):
            await tick()
        clock.set_to(THURSDAY, "09:59")
        await tick()
        assert len(await brought_up(stage)) == 1
        clock.set_to(THURSDAY, "10:01")
        await tick()
        await desk.sees(OVERDUE, ref, "已等待 1 天")
        for day in (FRIDAY, MONDAY):
            clock.set_to(day, "11:00")
            await tick()
        assert len(await brought_up(stage)) == 2
    assert await stage.violations() == []


async def test_an_answer_ends_the_wait_and_the_next_message_begins_a_new_one(stage: Stage, clock: Clock, tick: Tick) -> None:
    await stage.with_office()
    async with running(stage, clock):
        bob, ref = await enquired(stage)
        desk = stage.at_desk()
        topic = (await desk.sees(MATTER, "我来办"))["message_thread_id"]
        clock.set_to(WEDNESDAY, "14:01")
        await tick()
        await desk.sees(OVERDUE, ref)
        await stage.at_desk(topic).says("It may bark as well.")
        await bob.sees("It may bark as well.")
        clock.set_to(THURSDAY, "10:01")
        await tick()
        assert len(await brought_up(stage)) == 1
        await bob.says("Seriously?")
        await bob.sees("Passed to the office")
        clock.set_to(THURSDAY, "14:03")
        await tick()
        await desk.sees(OVERDUE, ref, "已等待 4 小时")
        assert len(await brought_up(stage)) == 2


async def test_what_becomes_due_together_stands_in_one_message(stage: Stage, clock: Clock, tick: Tick) -> None:
    """Who has taken one is named; whom the office does not listen to, and what is closed, is left out."""
    await stage.with_office()
    async with running(stage, clock):
        _, taken = await enquired(stage)
        desk = stage.at_desk()
        await desk.taps("我来办", await desk.sees(taken, "我来办"))
        await desk.sees("负责人：李同事")
        refs = {name: (await enquired(stage, name))[1] for name in ("Eve", "Blocked", "Closed")}
        database = Database(stage.settings().database)
        async with database.writing() as connection:
            await connection.execute(update(persons).where(persons.c.name == "Blocked").values(blocked_at=1))
            closed = {"state": "closed", "waiting_since": None}
            await connection.execute(update(enquiries).where(enquiries.c.reference == refs["Closed"]).values(closed))
        await database.close()
        clock.set_to(WEDNESDAY, "14:05")
        await tick()
        shown = await desk.sees("有 2 项咨询久未答复", taken, refs["Eve"])
        assert "负责人：李同事" in shown["text"].partition(refs["Eve"])[0]
        assert refs["Blocked"] not in shown["text"]
        assert refs["Closed"] not in shown["text"]
        await tick()
        assert len(await brought_up(stage)) == 1


async def test_after_days_of_downtime_only_the_newest_stage_is_brought_up(stage: Stage, clock: Clock, tick: Tick) -> None:
    await stage.with_office()
    async with running(stage, clock):
        _, ref = await enquired(stage)
        await stage.at_desk().sees(MATTER, "我来办")
    clock.set_to(FRIDAY, "11:05")
    async with running(stage, clock):
        await tick()
        await stage.at_desk().sees(OVERDUE, ref, "已等待 2 天 1 小时")
        await tick()
        assert [row.brought_up for row in await rows(stage, select(enquiries.c.brought_up))] == [2]
    async with running(stage, clock):
        await tick()
        assert len(await brought_up(stage)) == 1


async def test_nothing_is_brought_up_while_the_office_is_closed(stage: Stage, clock: Clock, tick: Tick) -> None:
    await stage.with_office()
    clock.set_to(FRIDAY, "11:00")
    async with running(stage, clock):
        _, ref = await enquired(stage)
        await stage.at_desk().sees(MATTER, "我来办")
        for day, at in ((FRIDAY, "18:01"), (SATURDAY, "12:00"), (MONDAY, "08:59")):
            clock.set_to(day, at)
            await tick()
        assert await brought_up(stage) == []
        clock.set_to(MONDAY, "09:00")
        await tick()
        await stage.at_desk().sees(OVERDUE, ref)
        assert [row.brought_up for row in await rows(stage, select(enquiries.c.brought_up))] == [1]
        clock.set_to(MONDAY, "11:01")  # 24 hours without the weekend
        await tick()
        assert len(await brought_up(stage)) == 2


async def test_without_a_staff_group_the_owners_get_it_in_their_language(stage: Stage, clock: Clock, tick: Tick) -> None:
    await stage.with_office(group=False)
    emma = await stage.person("Emma", "en")
    await emma.says("/start")
    assert stage.owner is not None
    async with running(stage, clock, owner_ids=(stage.owner.id, emma.id)):
        bob, ref = await enquired(stage)
        await emma.sees(MATTER, "Take")
        clock.set_to(WEDNESDAY, "14:01")
        await tick()
        await stage.owner.sees(OVERDUE, ref)
        shown = await emma.sees("An enquiry has been waiting", ref, "waiting for 4 h")
        [button] = buttons_of(shown)
        first = await emma.presses(shown, text=button["text"])
        card = await emma.sees(MATTER, "Take")
        assert "below" in (await emma.answer_to(first))["text"]
        assert card["message_id"] > shown["message_id"]
        await emma.says("It may bark as well.", reply_to=card["message_id"])
        await bob.sees("Alliance office:", "It may bark as well.")
        assert len([m for m in await emma.messages() if ref in m.get("text", "")]) == 3
        assert await brought_up(stage) == [str(stage.owner.id), str(emma.id)]
    assert await stage.violations() == []


async def test_when_the_staff_group_takes_nothing_the_owners_get_it(stage: Stage, clock: Clock, tick: Tick) -> None:
    await stage.with_office()
    assert stage.owner is not None
    async with running(stage, clock):
        await stage.control.post("member", chat=stage.staff_chat, person=4242, status="kicked")
        _, ref = await enquired(stage)
        await stage.owner.sees("工作群未能接收", MATTER)
        clock.set_to(WEDNESDAY, "14:01")
        await tick()
        await stage.owner.sees(OVERDUE, ref)
        assert await brought_up(stage) == [str(stage.owner.id)]


async def test_very_many_are_counted_and_the_longest_waits_named(stage: Stage, clock: Clock, tick: Tick) -> None:
    await stage.with_office()
    async with running(stage, clock):
        await enquired(stage)
        since = instant(WEDNESDAY, "09:30")
        more = [
            {"reference": f"Q-2020-{n:04d}", "person_id": 2, "subject": "join", "opened_at": 0, "waiting_since": since + n}
            | {"answers": '{"organisation": "' + "长" * 200 + '"}', "taken_by": 1}
            for n in range(99)
        ]
        database = Database(stage.settings().database)
        async with database.writing() as connection:
            await connection.execute(update(persons).values(name="长" * 200))
            await connection.execute(insert(enquiries).values(more))
        await database.close()
        clock.set_to(THURSDAY, "10:01")
        await tick()
        shown = await stage.at_desk().sees("有 100 项咨询久未答复", "Q-2020-0000", "还有 85 项")
        assert "Q-2020-0015" not in shown["text"]
        assert {row.brought_up for row in await rows(stage, select(enquiries.c.brought_up))} == {2}
    assert await stage.violations() == []


@pytest.fixture
async def database(stage: Stage) -> AsyncIterator[Database]:
    migrate(stage.settings().database)
    opened = Database(stage.settings().database)
    yield opened
    await opened.close()


async def test_each_wait_is_brought_up_as_often_as_it_is_old(database: Database) -> None:
    due, kinds = (
        stored_desk.Due(first=100, second=50),
        [(since, times) for since in (40, 50, 51, 100, 101) for times in range(3)],
    )
    async with database.writing() as connection:
        unit = Unit(connection, 0)
        await connection.execute(insert(persons).values(name="Bob", language="zh", created_at=0))
        more = {"person_id": 1, "subject": "join", "answers": "{}", "opened_at": 0}
        await connection.execute(
            insert(enquiries),
            [more | {"reference": str(n), "waiting_since": s, "brought_up": times} for n, (s, times) in enumerate(kinds)],
        )
        wanted = {str(n): due.stage(since) for n, (since, times) in enumerate(kinds) if due.stage(since) > times}
        assert sorted(wanted.values()) == [1, 1, 2, 2, 2, 2]
        assert {each.reference for each in await stored_desk.overdue(unit, due, None, 99)} == set(wanted)
        assert await stored_desk.bring_up(unit, due) == len(wanted)
        found = await connection.execute(select(enquiries.c.reference, enquiries.c.brought_up))
        stages = {row.reference: row.brought_up for row in found}
        assert stages == {str(n): wanted.get(str(n), times) for n, (_, times) in enumerate(kinds)}
        assert await stored_desk.overdue(unit, due, None, 99) == []


async def test_looking_for_the_overdue_reads_only_who_waits(database: Database) -> None:
    due = stored_desk.Due(first=100, second=50)
    plans: list[str] = []
    async with database.writing() as connection:

        @sql_event.listens_for(connection.sync_connection, "before_cursor_execute")
        def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
            if "enquiries" in statement:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans.extend(row[3] for row in cursor.fetchall())

        await stored_desk.overdue(Unit(connection, 0), due, -1, 10)
        await stored_desk.bring_up(Unit(connection, 0), due)
    looked_at = [line for line in plans if line.split()[1] == "enquiries"]
    assert looked_at != []
    for line in looked_at:
        assert "ix_enquiries_state_waiting_since (state=? AND waiting_since" in line, line
