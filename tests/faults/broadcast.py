"""The bot is killed sixty times while it delivers two thousand messages of which no second copy may go out."""

import asyncio
from pathlib import Path
from random import Random

from stage import Stage, a_stage

from . import notice
from .evidence import Attempt, is_quiet, left_in_flight
from .lives import Lives, lives_of
from .report import Result

SPEED = 5.0
"""Slow enough that the last kill still finds rows to send."""

ANSWER = 0.05
"""Seconds the server takes to answer, so that some calls are always on the way."""

PATIENCE = 180.0
LOOK = 0.2


async def run(folder: Path, *, seed: int, kills: int = 60, rows: int = 2000, people: int = 200) -> Result:
    result, rng = Result("mid-broadcast", seed, kills=kills), Random(seed)  # noqa: S311 - dice
    async with a_stage(folder, limits=False) as stage:
        readers = await notice.readers(stage, people)
        await notice.queue(stage, readers, rows)
        await stage.control.post("faults", method="sendMessage", times=None, do={"slow": ANSWER})
        async with lives_of(stage, SPEED) as lives:
            in_flight = [await _one_kill(stage, lives, rng) for _ in range(kills)]
            waiting = notice.states(stage)["pending"]
            life = await lives.start()
            async with asyncio.timeout(PATIENCE):
                while not is_quiet(stage.settings().database, stage.sandbox.world):
                    life.must_live()
                    await asyncio.sleep(LOOK)
            status = await life.stop()
        await notice.judge(result, stage, readers, rows)
    in_doubt = set().union(*in_flight)
    result.in_flight_max = max(map(len, in_flight), default=0)
    result.must(status == 0, f"exit status {status} after SIGTERM")
    result.must(
        result.uncertain == len(in_doubt), f"not the {len(in_doubt)} rows in flight at kills, and only they, are uncertain"
    )
    result.notes.append(f"{len(in_doubt)} rows were in flight at kills; {waiting} still waited after the last kill")
    return result


async def _one_kill(stage: Stage, lives: Lives, rng: Random) -> set[Attempt]:
    life = await lives.start()
    if rng.random() < 0.85:
        await life.up()
    await asyncio.sleep(rng.uniform(0, 0.6))
    await life.kill()
    return left_in_flight(stage.settings().database, notice.OURS)
