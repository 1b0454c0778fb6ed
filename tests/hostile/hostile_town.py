"""The town in which every door is tried: an office and its colleagues, people who have no business there, and enquirers.

Everybody acts at once and the bot comes to rest once, so hundreds of acts take seconds.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hostile_acts as acting
import hostile_records as on_disk
import orjson
from clocks import TestClock
from hostile_acts import Act, Begun, Done
from hostile_bot import FAST, Bot, alive, logged
from hostile_tongue import CODES, NAMES, is_foreign, text_of
from sqlalchemy import insert, select
from stage import Player, Stage, a_stage, buttons_of

from domain.audit import Action
from handlers.enquiries.floods import KEPT
from storage.schema import audit, outbox


@dataclass
class Town:
    """One stage with all its people, who read one language; ``bot`` is the life that is on."""

    stage: Stage
    language: str
    owner: Player
    colleague: Player
    guest: Player
    former: Player
    stranger: Player
    bot: Bot
    clock: TestClock
    strayed: set[int] = field(default_factory=set)
    """Who has chosen the other language."""

    treasurers: set[int] = field(default_factory=set)
    """Newcomers who are treasurers."""

    @property
    def group(self) -> int:
        assert self.stage.staff_chat is not None
        return self.stage.staff_chat

    def at_desk(self, who: Player, thread: int | None = None) -> Player:
        return who.inside(self.group, thread)

    async def newcomer(self) -> Player:
        return await self.stage.person(NAMES[self.language][-1], CODES[self.language])

    @asynccontextmanager
    async def awake(self) -> AsyncIterator[None]:
        """Let the bot live until the block is left."""
        async with alive(self.stage, self.clock, patient=False) as self.bot:
            await self.bot.settled()
            yield

    # --- what happens -----------------------------------------------------------------------------------------------

    async def does(self, *acts: Act) -> list[Done]:
        """Let everybody act at once, and return what came of each."""
        return await self.came_of(await acting.begin(self.stage, acts))

    async def came_of(self, begun: list[Begun]) -> list[Done]:
        choices = {f"language:{code}" for code in CODES} - {f"language:{self.language}"}
        self.strayed |= {each.act.who.id for each in begun if each.act.data in choices}
        return await acting.came_of(self.bot, begun)

    async def flood_over(self) -> None:
        """Let a flood end, and wait until all is said about it."""
        self.clock.advance(hours=0.03)
        told = select(outbox.c.id).where(outbox.c.subject.startswith(f"{KEPT}:"))
        for _ in range(1000):
            if await self.bot.count(told):
                return await self.bot.settled()
            await asyncio.sleep(0.01)
        raise AssertionError("nothing was said of a flood")

    def begin_minute(self) -> None:
        """Let a minute begin, so that two presses come within one."""
        self.clock.offset += -self.clock.now() % 60_000

    async def turned(self, who: Player) -> Act:
        """Return the act of an owner who closes somebody's enquiry, or opens it again."""
        enquiry = await on_disk.newest_enquiry(self.bot, who.id)
        verb = "close" if enquiry.state == "open" else "reopen"
        card = self.messages(self.group)[0]
        return Act(self.at_desk(self.owner), who, card, f"desk:{verb}:{enquiry.id}:{enquiry.version}:")

    async def farewell(self, who: Player) -> Act:
        """Return the act of somebody who has everything about them deleted."""
        number = await on_disk.number_of(self.bot, who.id)
        return Act(who, who, self.greeting(who), f"privacy:yes:{number}:{self.clock.now() // 1000}")

    def delete(self, gone: Iterable[dict[str, Any]]) -> None:
        """Let messages disappear; the bot hears nothing of it."""
        world = self.stage.sandbox.world
        for message in gone:
            world.remove(world.chats[message["chat"]["id"]], [message["message_id"]])

    async def delete_topics(self) -> None:
        for thread in list(self.stage.sandbox.world.chats[self.group].topics):
            await self.stage.control.post("topics/delete", chat=self.group, thread=thread)

    # --- what is seen -----------------------------------------------------------------------------------------------

    def messages(self, chat: int) -> list[dict[str, Any]]:
        return list(self.stage.sandbox.world.chats[chat].messages.values())

    def greeting(self, who: Player) -> dict[str, Any]:
        """Return the first message somebody has had from the bot."""
        return next(message for message in self.messages(who.id) if message["from"]["is_bot"])

    def button(self, chat: int, data: str) -> tuple[dict[str, Any], str]:
        """Return the newest message with a button that carries ``data``, in which ``*`` is anything, and what it carries."""
        fits = re.compile(re.escape(data).replace(r"\*", ".*"))
        for message in reversed(self.messages(chat)):
            for carried in (button.get("callback_data", "") for button in buttons_of(message)):
                if fits.fullmatch(carried):
                    return message, carried
        raise AssertionError(f"no {data} among {[text_of(message) for message in self.messages(chat)[-5:]]}")

    def heard(self, after: int = 0) -> list[tuple[int, str]]:
        """Return every text the bot has shown after an event of the sandbox, and in which chat: answers to presses as well."""
        found = []
        for event in self.stage.sandbox.world.events.after(after):
            if event["type"] in ("message", "edit") and event["message"]["from"].get("is_bot"):
                found.append((event["chat"], text_of(event["message"])))
            elif event["type"] == "answer":
                found.append((event["person"], event.get("text") or ""))
        return found

    async def troubles(self) -> list[Any]:
        """Return what should never be: events set aside, calls no well-behaved bot makes, words of the other language."""
        topics = [topic.name for topic in self.stage.sandbox.world.chats[self.group].topics.values()]
        read = [*topics, *(text for chat, text in self.heard() if chat not in self.strayed)]
        foreign = [text for text in read if is_foreign(text, self.language)]
        return [*await on_disk.poisoned(self.bot), *await self.stage.violations(), *foreign]


@asynccontextmanager
async def a_town(folder: Path, language: str) -> AsyncIterator[Town]:
    """Build the town, let it be used, and see to it that nothing was logged as an error."""
    with logged() as output:
        async with a_stage(folder, mail=True, limits=False) as stage:
            people = [await stage.person(name, CODES[language]) for name in NAMES[language][:-1]]
            stage.owner = people[0]
            members = {"members": [who.id for who in people[:4]], "admins": [people[0].id]}
            stage.staff_chat = (await stage.control.post("groups", title="G", **members))["id"]
            stage.extra |= {"default_language": language, "smtp_url": stage.sandbox.smtp_url}
            clock = TestClock(FAST)
            async with alive(stage, clock) as bot:
                town = Town(stage, language, *people, bot, clock)
                await _settle_in(town)
            yield town
    lines = [orjson.loads(line) for line in output.getvalue().splitlines()]
    assert [line for line in lines if line["level"] in ("error", "critical")] == []


async def _settle_in(town: Town) -> None:
    """Let everybody be known, one be a colleague and one have been, and so much have been done that it fills two pages."""
    owner, bot = town.owner, town.bot
    for who in (owner, town.colleague, town.guest, town.former, town.stranger):
        await who.says("/start")
    for words in (*(f"/staff add {who.id} secretary" for who in (town.colleague, town.former)), "/staff"):
        await town.does(Act(owner, owner, words={"text": words}))
    for verb in ("ask", "drop"):
        await town.does(Act(owner, owner, *town.button(owner.id, f"staff:{verb}:*:{town.former.id}:*")))
    entry = {"at": 0, "actor_id": await on_disk.number_of(bot, owner.id), "subject": "Q-2020-0001"}
    async with bot.database.writing() as connection:
        await connection.execute(insert(audit).values([entry | {"action": Action.ENQUIRY_CLOSED}] * 20))
