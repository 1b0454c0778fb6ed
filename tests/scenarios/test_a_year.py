"""A year in the life of two hundred members, by the sandbox's clock: every message about dues anybody is sent, and no other.

They read Chinese or English, on Telegram or by letter; some have blocked the bot, some nobody can reach. They pay at once,
after a reminder, late, or never, and the bot is down for a week when the second reminder is due.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from clocks import TestClock
from stage import FAST, Stage, a_stage, ready_made, running

from bot.profile import SHIPPED
from bot.sandbox.world import World
from domain.dues import EntryKind
from domain.languages import Language
from domain.people import ChannelKind
from domain.roster import ContactRole, Details, Entry
from storage import dues, people, roster
from storage.database import Database
from storage.unit import Unit

MEMBERS = 200
FEE = 200
ZONE = ZoneInfo("Asia/Shanghai")

ZH = re.compile(r"^(.+)2027年度会费(?:还有(\d+)天到期|今天（.+?）到期|已于.+到期，逾期(\d+)天)", re.MULTILINE)
EN = re.compile(r"^The 2027 dues of (.+) (?:are due in (\d+) days|are due today|were due (\d+) days ago)", re.MULTILINE)

STEPS = (("03-01", 30), ("03-26", 5), ("03-31", 0), ("04-07", -7), ("04-30", -30))
"""On which day how many days are left. Of the second, seven days before, nobody was told: the bot was down."""

PAID = ("02-01", "03-10", "04-02", None)
"""When members pay, in turn."""

OFFICE = "05-07"
"""When the office hears of those who have not paid."""

WAYS = (*["telegram"] * 6, "mail", "mail", "blocked", "nobody")
"""How members are reached, in turn."""

Told = tuple[str, str, str, int]
"""To whom, by which channel, which name of which organisation, and how many days are left."""


@dataclass(frozen=True)
class Speaker:
    """The contact of the member with this number."""

    number: int
    telegram: int = 0

    @property
    def reads(self) -> Language:
        return Language.ENGLISH if self.number % 2 else Language.CHINESE

    @property
    def way(self) -> str:
        return WAYS[self.number // 2 % 10]

    @property
    def name(self) -> str:
        return f"Example {self.number:03d}" if self.reads is Language.ENGLISH else f"示例{self.number:03d}"

    @property
    def mail(self) -> str:
        return "" if self.way in ("telegram", "nobody") else f"m{self.number}@firm.example"

    @property
    def pays(self) -> str | None:
        return PAID[self.number // 20 % 4]

    def told(self) -> Iterator[tuple[str, Told]]:
        """Yield on which day they should be told what."""
        if self.way == "nobody":
            return
        whom, channel = (self.mail, "mail") if self.mail else (str(self.telegram), "telegram")
        for day, left in STEPS:
            if self.pays is None or day < self.pays:
                yield day, (whom, channel, self.name, left)


class SandboxClock(TestClock):
    """The sandbox's clock, as the bot reads it."""

    def __init__(self, world: World) -> None:
        super().__init__(FAST)
        self._world = world

    def now(self) -> int:
        return self._world.clock.now_ms()


@dataclass
class Year:
    """The year as it goes by: who is there, and what they have been sent."""

    stage: Stage
    database: Database
    speakers: list[Speaker]

    @property
    def world(self) -> World:
        return self.stage.sandbox.world

    def set_clock(self, day: str) -> None:
        wanted = datetime.fromisoformat(f"2027-{day} 09:31").replace(tzinfo=ZONE)
        self.world.clock.offset_ms += round(wanted.timestamp() * 1000) - self.world.clock.now_ms()

    async def told(self) -> list[Told]:
        """Return every reminder that anybody has been sent so far, in an order of its own."""
        chats = {
            str(each.telegram): self.world.chats[each.telegram].messages.values() for each in self.speakers if each.telegram
        }
        said = [(chat, "telegram", m["text"]) for chat, messages in chats.items() for m in messages if m["from"]["is_bot"]]
        letters = (await self.stage.control.get("letters"))["letters"]
        said += [(letter["to"][0], "mail", letter["text"]) for letter in letters if letter["kind"] == "sent"]
        return sorted(told for whom, channel, text in said if (told := _read(whom, channel, text)))

    def posts(self) -> list[str]:
        """Return what the office has been told."""
        assert self.stage.staff_chat is not None
        return [message["text"] for message in self.world.chats[self.stage.staff_chat].messages.values() if "text" in message]

    async def until(self, day: str) -> None:
        """Let the day come, and wait until exactly what should be said by then has been said."""
        self.set_clock(day)
        expected = sorted(told for each in self.speakers for on, told in each.told() if on <= day)
        for _ in range(600):
            found = await self.told()
            if len(found) >= len(expected):
                break
            await asyncio.sleep(0.05)
        assert found == expected, day

    async def pay(self, day: str) -> None:
        """Let everybody pay who pays on that day."""
        self.set_clock(day)
        async with self.database.writing() as connection:
            unit = Unit(connection, self.world.clock.now_ms())
            for each in self.speakers:
                if each.pays == day:
                    (claim,) = await dues.open_of(unit, each.number + 1)
                    await dues.enter(unit, claim.id, EntryKind.PAYMENT, -FEE * 100, actor_id=None)
            await unit.keep()


def _read(whom: str, channel: str, text: str) -> Told | None:
    found = ZH.search(text) or EN.search(text)
    if found is None:
        return None
    name, before, after = found.groups()
    return whom, channel, name, int(before or 0) - int(after or 0)


@pytest.fixture
async def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Year]:
    monkeypatch.setattr("bot.ticker.PERIOD", 0.1)
    profile = tmp_path / "alliance.toml"
    profile.write_text(f"{SHIPPED.read_text('utf-8')}\n[dues.fees]\ncouncil = {FEE}\n", "utf-8")
    async with a_stage(tmp_path, mail=True, limits=False) as stage:
        stage.extra |= {"smtp_url": stage.sandbox.smtp_url, "mail_rate": 1000, "alliance_file": profile}
        await stage.with_office()
        speakers = [await arrives(stage, Speaker(number)) for number in range(MEMBERS)]
        ready_made(stage.settings())
        database = Database(stage.settings().database)
        made = Year(stage, database, speakers)
        made.set_clock("01-04")
        await enter(database, speakers, stage.sandbox.world.clock.now_ms())
        yield made
        await database.close()
        assert await stage.violations() == []


async def arrives(stage: Stage, who: Speaker) -> Speaker:
    """Let somebody who uses Telegram open the bot, so that it may write to them; some block it later."""
    if who.way not in ("telegram", "blocked"):
        return who
    player = await stage.person(who.name, "en" if who.reads is Language.ENGLISH else "zh-hans")
    await player.says("/start")
    if who.way == "blocked":
        await stage.control.post("faults", method="sendMessage", chat=player.id, times=None, do={"status": 403})
    return Speaker(who.number, player.id)


async def enter(database: Database, speakers: list[Speaker], now: int) -> None:
    """Enter everybody's organisation in the roster."""
    async with database.writing() as connection:
        unit = Unit(connection, now)
        for each in speakers:
            person = None
            if each.telegram:
                known = {"name": each.name, "language": each.reads}
                person, _ = await people.add(unit, kind=ChannelKind.TELEGRAM, address=str(each.telegram), **known)
            entry = Entry(
                name=f"示例{each.number:03d}", name_en=f"Example {each.number:03d}", tier="council", joined_on=date(2020, 4, 9)
            )
            told = Details(name=each.name, roles=frozenset({ContactRole.DUES}), mail=each.mail, language=each.reads)
            await roster.admit(unit, entry, [(told, person.id if person else None)], actor_id=None)
        await unit.keep()


async def all_assessed(year: Year) -> None:
    async def there() -> bool:
        async with year.database.reading() as connection:
            return sum([len(await dues.open_of(Unit(connection, 0), number)) for number in (1, MEMBERS)]) == 2

    await year.stage.control.eventually(there, "a claim on every member")


async def test_a_year_in_the_life_of_two_hundred_members(year: Year) -> None:
    clock = SandboxClock(year.world)
    async with running(year.stage, clock):
        await all_assessed(year)
        await year.pay("02-01")
        await year.until("03-01")
        await year.pay("03-10")
        await year.until("03-20")
    year.set_clock("03-26")
    async with running(year.stage, clock):
        for day in ("03-26", "03-31"):
            await year.until(day)
        await year.pay("04-02")
        for day in ("04-07", "04-30", OFFICE):
            await year.until(day)
        owing = sorted(f"示例{each.number:03d}" for each in year.speakers if each.pays is None)

        async def handed_over() -> bool:
            return len([text for text in year.posts() if text.startswith("会费逾期")]) >= len(owing)

        await year.stage.control.eventually(handed_over, "what is left to the office")
        for day in ("07-01", "10-01", "12-31"):
            await year.until(day)
    overdue = [text.splitlines()[0].removeprefix("会费逾期：") for text in year.posts() if text.startswith("会费逾期")]
    assert sorted(overdue) == owing
    unreached = {f"示例{each.number:03d}" for each in year.speakers if each.way == "nobody" and each.pays != "02-01"}
    named = {name for text in year.posts() if not text.startswith("会费逾期") for name in re.findall(r"示例\d{3}", text)}
    assert named == unreached
