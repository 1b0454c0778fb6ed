"""One tick over very many obligations of which a few have come: ours, a loop over all of them, and a scheduler's job for each.

The loop and the jobs only find what is due; ours also writes the ledger and queues the messages.
"""

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
from apscheduler.schedulers.background import BackgroundScheduler

from bot.profile import load
from bot.settings import given
from domain.answers import Index
from domain.ladders import Hours, come, planned
from domain.languages import Language
from domain.profile import Ladder, Profile
from domain.working_time import WorkingTime
from handlers import reminders
from handlers.kit.capability import Capability, Registry
from handlers.kit.event import Event
from handlers.kit.markup import escape
from handlers.kit.messages import Message
from handlers.kit.office import Office
from handlers.kit.reminding import Due, Reminder
from handlers.reminders import tick
from storage.database import Database
from storage.migrate import migrate
from storage.unit import Unit
from tests.bench.contestants import TOKEN
from tests.bench.processes import resident_mb

ZONE = ZoneInfo("Asia/Shanghai")
DUE_ON = date(2026, 3, 31)
NOW = datetime(2026, 4, 7, 10, tzinfo=ZONE)
COME = 200
"""How many obligations have come to their next step, the others are seen to."""

LADDER = Ladder()
USUAL = Hours(ZONE, 9 * 60 + 30)


def prepare(path: Path, count: int) -> None:
    """Write a database with so many members, each with a contact and something that is due."""
    migrate(path)
    with closing(sqlite3.connect(path)) as database, database:
        for statement in (
            "INSERT INTO persons (id, name, language, created_at) VALUES (?1, 'P', 'zh', 0)",
            "INSERT INTO channels (person_id, kind, address, created_at) VALUES (?1, 'telegram', ?1, 0)",
            "INSERT INTO members (id, name, kind, tier, joined_on, found_by, created_at)"
            " VALUES (?1, 'M', 'company', 'ordinary', '2020-01-01', '', 0)",
            "INSERT INTO contacts (id, member_id, person_id, name, language, created_at) VALUES (?1, ?1, ?1, 'C', 'zh', 0)",
            "INSERT INTO contact_roles (contact_id, role, member_id) VALUES (?1, 'dues', ?1)",
        ):
            database.executemany(statement, ((number,) for number in range(1, count + 1)))
        owed = ((number, DUE_ON.isoformat(), 7 if number % (count // COME) else 0) for number in range(1, count + 1))
        database.executemany(
            "INSERT INTO obligations (id, kind, subject_id, member_id, due_on, reached, created_at)"
            " VALUES (?1, 'dues', ?1, ?1, ?2, ?3, 0)",
            owed,
        )


async def _ours(path: Path, profile: Profile) -> int:
    office = Office(profile, "", ZONE, Language.CHINESE, frozenset({1}), -1, False, 1, Index(()))
    registry = Registry((reminders.capability(), Capability(name="dues", reminders={"dues": _word})))
    database = Database(path)
    now = round(NOW.timestamp() * 1000)
    async with database.writing() as connection:
        event = Event(f"tick:reminders:remind:{now}", Unit(connection, now), office, registry)
        await tick.remind(event)
        await event.unit.keep()
        await event.unit.flush()
        found = await connection.exec_driver_sql("SELECT count(*) FROM outbox")
        told = int(found.scalar_one())
    await database.close()
    return told


async def _word(_event: Event, due: Sequence[Due]) -> list[Reminder]:
    return [Reminder(Message(escape(f"{each.subject}: {each.due_on}")), "") for each in due]


def _loop(path: Path, profile: Profile) -> int:
    works = WorkingTime(profile.office_hours, ZONE).is_working_day
    found = 0
    with closing(sqlite3.connect(path)) as database:
        for number, due_on, reached in database.execute(
            "SELECT member_id, due_on, reached FROM obligations WHERE kind = 'dues' AND state = 'open'"
        ):
            reader = database.execute(
                "SELECT contacts.id FROM contact_roles JOIN contacts ON contacts.id = contact_id"
                " WHERE contact_roles.member_id = ? AND role = 'dues' AND ended_at IS NULL LIMIT 1",
                (number,),
            ).fetchone()
            step = come(date.fromisoformat(due_on), reached, LADDER, NOW.date(), works)
            found += reader is not None and step is not None
    return found


def _jobs(path: Path, profile: Profile) -> int:
    works = WorkingTime(profile.office_hours, ZONE).is_working_day
    scheduler = BackgroundScheduler(timezone=ZONE)
    scheduler.start(paused=True)
    with closing(sqlite3.connect(path)) as database:
        for number, due_on, reached in database.execute("SELECT id, due_on, reached FROM obligations WHERE state = 'open'"):
            step = next(each for each in LADDER.steps if each > reached)
            at = datetime.fromtimestamp(planned(date.fromisoformat(due_on), step, USUAL, works) / 1000, ZONE)
            scheduler.add_job(print, "date", run_date=at, args=[number])
    due = scheduler._lookup_jobstore("default").get_due_jobs(NOW)
    scheduler.shutdown()
    return len(due)


def main() -> None:
    """Let one of them find what has come in the database at a path; say how long it took and what it needed."""
    name, path = sys.argv[1], Path(sys.argv[2])
    profile = load(given(bot_token=TOKEN))
    WorkingTime(profile.office_hours, ZONE).is_working_day(DUE_ON)  # the calendar is loaded once, whoever asks
    before, began = resident_mb(os.getpid()), time.perf_counter()
    found = asyncio.run(_ours(path, profile)) if name == "ours" else {"loop": _loop, "jobs": _jobs}[name](path, profile)
    seconds = time.perf_counter() - began
    said = {"seconds": seconds, "megabytes": resident_mb(os.getpid()) - before, "found": found}
    sys.stdout.buffer.write(orjson.dumps(said) + b"\n")


if __name__ == "__main__":
    main()
