"""Making the sample: the story is played through the real bot, in this process, before the visitor's own bot is started.

It goes as fast as it can: against a sandbox without limits, with a bot that does not pace. The clock of both stands on the days
of the story.
"""

import asyncio
from datetime import date
from pathlib import Path

from bot.clock import SystemClock
from bot.demo import membership, organisations, sample
from bot.demo.books import Books
from bot.demo.clock import MACHINE
from bot.demo.performance import Performance, working_days_before
from bot.demo.story import Story
from bot.sandbox.clock import Clock as SandboxTime
from bot.sandbox.mail.post import INBOX
from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World
from bot.service import Service
from bot.settings import given
from bot.stopping import first_of
from domain.instants import day_of
from domain.working_time import WorkingTime
from storage.migrate import migrate

PATIENCE = 20.0
GLANCE = 0.005


class _SharedClock(SystemClock):
    """The clock of a sandbox in the same process."""

    def __init__(self, clock: SandboxTime) -> None:
        self._clock = clock

    def now(self) -> int:
        """Return the sandbox's wall time as UTC milliseconds."""
        return self._clock.now_ms()


async def prepare(story: Story, folder: Path, today: date | None = None) -> None:
    """Make an installation in ``folder`` in which the story has happened, on the last working days before ``today``."""
    profile = sample.alliance_in(folder)
    world = sample.world(profile, folder, limits=False)
    async with running_sandbox(world, state=folder / sample.WORLD, mail=True) as sandbox:
        settings = given(**sample.settings(story, sandbox, folder))
        today = today or day_of(MACHINE.now(), settings.timezone)
        days = working_days_before(today, WorkingTime(profile.office_hours, settings.timezone))
        performance = Performance(story, world, days, settings.timezone)
        performance.set_up()
        migrate(settings.database)
        books = Books(settings.database, world.bot.id)
        service = Service(settings, profile, _SharedClock(world.clock), paced=False)

        async def play() -> None:
            await service.running.wait()
            await performance.play(lambda: _settle(world, books))

        try:
            await _live_through(service, asyncio.ensure_future(play()))
        finally:
            await books.close()
        treasurer = next(person.id for person in story.people if person.owner)
        await membership.enter(settings.database, organisations.load(), profile.dues, today, treasurer)


async def _live_through(service: Service, playing: asyncio.Future[None]) -> None:
    """Let the bot live until the story is told; raise what broke either."""
    stop = asyncio.Event()
    life = asyncio.ensure_future(service.run(stop))
    try:
        await first_of(stop, playing, life)
    finally:
        playing.cancel()
        stop.set()
        await asyncio.gather(playing, life, return_exceptions=True)


async def _settle(world: World, books: Books) -> None:
    """Wait until the bot has heard all there is, and everything it had to say to that has been said."""
    async with asyncio.timeout(PATIENCE):
        while True:
            taken = world.updates.taken
            heard = not world.updates.pending and _letters_are_taken(world)
            if heard and await books.are_settled() and world.updates.taken == taken:
                return
            await asyncio.sleep(GLANCE)


def _letters_are_taken(world: World) -> bool:
    """Whether the bot looks into the mailbox, and has set its mark on every letter there."""
    return world.mail.collected and all(item.flags for item in world.mail.folders[INBOX].items.values())
