"""Everybody around the bot at once: prospects who come as long as the run lasts, and the colleague who answers them."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count

from stage import Stage

from .desk import Colleague
from .enquirer import Enquirer
from .evidence import is_quiet
from .report import Result
from .screens import Reader
from .sight import Sight, sight_of

LOOK = 0.2


class Crowd:
    """So many people at a time; when one has finished, the next takes their place, or they come back themselves."""

    def __init__(self, stage: Stage, sight: Sight, rng: random.Random) -> None:
        assert stage.owner is not None, "an office is needed"
        assert stage.staff_chat is not None
        self._stage, self._sight, self._rng = stage, sight, rng
        self._readers = [Reader(stage.settings(), language) for language in ("zh", "en")]
        self._numbers = count(1)
        self.colleague = Colleague(stage.control, sight, stage.owner, stage.staff_chat)
        self.enquirers: list[Enquirer] = []
        self.closing = False
        self.finished = 0
        """How many enquiries have been held to their end."""
        self._tasks: list[asyncio.Task[None]] = []

    def comes(self, people: int) -> None:
        """Let the run begin."""
        self._tasks = [asyncio.create_task(self._one_after_the_other()) for _ in range(people)]
        self._tasks.append(asyncio.create_task(self.colleague.works()))

    def failed(self) -> None:
        """Raise what broke somebody's part; a mistake of the run, not of the bot."""
        for task in self._tasks:
            if task.done():
                task.result()

    async def has_held(self, enquiries: int, patience: float) -> None:
        """Return once so many enquiries have been held."""
        async with asyncio.timeout(patience):
            while self.finished < enquiries:
                self.failed()
                await asyncio.sleep(LOOK)

    async def finishes(self, result: Result, patience: float) -> None:
        """Let everybody finish what they began, and the bot what it still has to do; note who could not."""
        self.closing = True
        database, world = self._stage.settings().database, self._stage.sandbox.world
        prospects = self._tasks[:-1]
        _done, stuck = await asyncio.wait(prospects, timeout=patience)
        self.failed()
        result.lost += len(stuck)
        result.must(not stuck, f"{len(stuck)} conversations could not be finished: {self._stuck()}")
        try:
            async with asyncio.timeout(patience):
                while not (is_quiet(database, world) and self.colleague.cards() <= self.colleague.answered.keys()):
                    self.failed()
                    await asyncio.sleep(LOOK)
        except TimeoutError:
            result.problems.append("the bot did not come to rest")
        await self._sight.catch_up()

    async def leaves(self) -> None:
        for task in self._tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _one_after_the_other(self) -> None:
        while not self.closing:
            reader = self._rng.choice(self._readers)
            code = "zh-hans" if reader.texts.language == "zh" else "en"
            person = await self._stage.control.post("people", first_name=f"Person {next(self._numbers)}", language_code=code)
            enquirer = Enquirer(self._stage.control, self._sight, reader, person, self._rng)
            self.enquirers.append(enquirer)
            await enquirer.enquires(next(self._numbers))
            self.finished += 1
            while not self.closing and self._rng.random() < 0.3:
                await enquirer.enquires(next(self._numbers))
                self.finished += 1

    def _stuck(self) -> list[list[str]]:
        return [each.view.transcript() for each in self.enquirers if each.busy]


@asynccontextmanager
async def crowd_of(stage: Stage, rng: random.Random, people: int) -> AsyncIterator[Crowd]:
    """Yield ``people`` at work, with the office they write to."""
    async with sight_of(stage.control) as sight:
        crowd = Crowd(stage, sight, rng)
        crowd.comes(people)
        try:
            yield crowd
        finally:
            await crowd.leaves()
