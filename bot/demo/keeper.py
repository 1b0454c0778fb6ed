"""The keeper of the demo's bot: a process of its own, started again whenever it ends, told the time, watched and killed."""

import asyncio
import json
import sys
from typing import Any

import click

from bot.demo.books import Books
from bot.demo.clock import MACHINE, Shifts, told
from bot.sandbox.world import World
from bot.settings import given
from bot.stopping import first_of, unless

PAUSE = 1.0
GRACE = 12.0
FOR_LONG = 3600.0


class Keeper:
    """Keeps the bot of ``world`` running while `keep` runs; what the sandbox knows of it is `bot.sandbox.behind.BotBehind`."""

    def __init__(self, world: World, settings: dict[str, Any]) -> None:
        self._world = world
        self._settings = settings
        self._books = Books(given(**settings).database, world.bot.id)
        self._shifts = Shifts(world.clock.offset_ms)
        self._bot: asyncio.subprocess.Process | None = None
        self._starts = 0
        self._started_ms = 0

    async def keep(self, stop: asyncio.Event) -> None:
        """Run the bot until ``stop``; one that ends is started again, as a supervisor would."""
        following = asyncio.ensure_future(self._follow_clock())
        try:
            while not stop.is_set():
                await self._live(stop, following)
        finally:
            following.cancel()
            await self._books.close()

    async def look(self) -> dict[str, Any]:
        """Return whether the bot runs and what it has done."""
        updates = self._world.updates
        last_taken, counts = list(updates.last_taken), await self._books.counts()
        return {
            "running": self._running is not None,
            "starts": self._starts,
            "started_ms": self._started_ms,
            **counts,
            "updates": {"taken": updates.taken, "lost": await self._books.lacking(last_taken)},
        }

    async def fired(self, since_ms: int, before_ms: int | None) -> list[dict[str, Any]]:
        """Return what the clock made the bot queue between two instants of the machine's, oldest first."""
        return await self._books.fired(self._shifts.spans(since_ms, before_ms))

    async def kill(self) -> None:
        """Kill the bot; `keep` starts it again."""
        if bot := self._running:
            bot.kill()
            await bot.wait()

    @property
    def _running(self) -> asyncio.subprocess.Process | None:
        """The bot's process, unless it has ended."""
        return self._bot if self._bot is not None and self._bot.returncode is None else None

    async def _live(self, stop: asyncio.Event, following: asyncio.Future[None]) -> None:
        """Stay with the bot from its start to its end."""
        ended = asyncio.ensure_future(self._watch(await self._start()))
        await first_of(stop, following, ended)
        if stop.is_set():
            await self._end()
        else:
            click.echo("The bot has ended; starting it again.", err=True)
            await unless(stop, asyncio.sleep(PAUSE))
        await ended

    async def _start(self) -> asyncio.subprocess.Process:
        self._bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.demo.child", stdin=asyncio.subprocess.PIPE, start_new_session=True
        )
        self._starts += 1
        self._started_ms = MACHINE.now()
        self._write(json.dumps(self._settings).encode() + b"\n" + told(self._world.clock.offset_ms))
        return self._bot

    async def _watch(self, bot: asyncio.subprocess.Process) -> None:
        """Tell of the bot's start, and of its end."""
        self._world.events.add("bot", None, running=True, starts=self._starts)
        await bot.wait()
        self._world.events.add("bot", None, running=False, starts=self._starts)

    async def _follow_clock(self) -> None:
        """Tell the bot each time how far the sandbox's clock is shifted."""
        seen = self._world.events.last
        while True:
            for event in await self._world.events.wait(seen, FOR_LONG):
                seen = event["n"]
                if event["type"] == "clock":
                    self._shifts.note(event["offset_ms"])
                    self._write(told(event["offset_ms"]))

    def _write(self, line: bytes) -> None:
        if (bot := self._running) and bot.stdin is not None:
            bot.stdin.write(line)  # the pipe stays open: see `bot.demo.child`

    async def _end(self) -> None:
        """Let the bot end by itself, or kill it when it takes too long."""
        if bot := self._running:
            bot.terminate()
            try:
                await asyncio.wait_for(bot.wait(), GRACE)
            except TimeoutError:
                await self.kill()
