"""Twenty people enquire, and the bot is killed two hundred times while they do."""

import asyncio
from pathlib import Path
from random import Random

from stage import Stage, a_stage

from .crowd import crowd_of
from .evidence import Attempt, left_in_flight
from .lives import Lives, lives_of
from .promises import judge
from .report import Result

SPEED = 20.0
"""How much faster the bot's pacing runs; the sandbox does without limits of its own."""

TAP_LIFE_MS = 151_000
PATIENCE = 240.0


async def run(folder: Path, *, seed: int, kills: int = 200, people: int = 20) -> Result:
    result, rng = Result("conversation", seed, kills=kills), Random(seed)  # noqa: S311 - dice
    in_flight: list[set[Attempt]] = []
    async with a_stage(folder, limits=False) as stage:
        await stage.with_office()
        async with lives_of(stage, SPEED) as lives, crowd_of(stage, rng, people) as crowd:
            for _ in range(kills):
                in_flight.append(await one_kill(stage, lives, rng))
                crowd.failed()
            life = await lives.start()
            await crowd.finishes(result, PATIENCE)
            status = await life.stop()
            result.must(status == 0, f"exit status {status} after SIGTERM")
            await judge(result, stage, crowd)
    judge_the_kills(result, in_flight)
    return result


def judge_the_kills(result: Result, in_flight: list[set[Attempt]]) -> None:
    """No more is doubled than calls were ``in_flight`` at the kills, listed for each of them."""
    in_doubt = set().union(*in_flight)
    result.in_flight_max = max(map(len, in_flight), default=0)
    result.must(result.doubled <= len(in_doubt), f"more doubled than the {len(in_doubt)} calls in flight at kills")
    result.notes.append(f"{len(in_doubt)} calls were in flight at kills")


async def one_kill(stage: Stage, lives: Lives, rng: Random) -> set[Attempt]:
    """Start the bot, kill it at a random moment, and return which calls were in flight then."""
    life = await lives.start()
    kind = rng.choices(("starting", "soon", "later"), (20, 60, 20))[0]
    if kind != "starting":
        await life.up()
    await asyncio.sleep(rng.uniform(*{"starting": (0, 0.4), "soon": (0, 0.25), "later": (0.25, 2.0)}[kind]))
    await life.kill()
    if rng.random() < 0.15:  # the pause is long, and Telegram forgets the taps that wait
        await stage.control.post("clock", advance_ms=TAP_LIFE_MS)
    return left_in_flight(stage.settings().database)
