"""The bot is asked to stop ten times in the middle of a broadcast, while the server takes its time to answer."""

import asyncio
import time
from pathlib import Path
from random import Random

from stage import Stage, a_stage

from . import notice
from .lives import Life, lives_of
from .report import Result

ANSWERS = ((0.5, 0.25), (1.0, 0.33), (1.5, 0.5), (2.0, 1.0))
"""Seconds until the server answers, and how often it is not even slower."""

GRACE = 10.0
PATIENCE = 60.0
LOOK = 0.05


async def run(folder: Path, *, seed: int, times: int = 10, rows: int = 2000, people: int = 200) -> Result:
    result, rng = Result("SIGTERM", seed, kills=times), Random(seed)  # noqa: S311 - dice
    slowest = 0.0
    async with a_stage(folder, limits=False) as stage:
        readers = await notice.readers(stage, people)
        await notice.queue(stage, readers, rows)
        for seconds, chance in ANSWERS:
            await stage.control.post("faults", method="sendMessage", times=None, chance=chance, do={"slow": seconds})
        async with lives_of(stage) as lives:
            for _ in range(times):
                life = await lives.start()
                await _sends(stage, life, rng.randint(20, 80))
                began = time.monotonic()
                status = await life.stop(PATIENCE)
                slowest = max(slowest, time.monotonic() - began)
                result.must(status == 0, f"exit status {status} after SIGTERM")
                result.must(notice.states(stage)["pending"], "the broadcast was over before the stop")
        await notice.judge(result, stage, readers, rows)
    result.must(slowest <= GRACE, f"a stop took {slowest:.1f} s")
    result.must(result.uncertain == 0, f"{result.uncertain} rows are uncertain")
    result.notes.append(f"{times} stops, the slowest took {slowest:.1f} s")
    return result


async def _sends(stage: Stage, life: Life, number: int) -> None:
    """Return once this life has sent ``number`` messages; the answers to the last ones are still on their way."""
    before = await _messages(stage)
    async with asyncio.timeout(PATIENCE):
        while await _messages(stage) < before + number:
            life.must_live()
            await asyncio.sleep(LOOK)


async def _messages(stage: Stage) -> int:
    return int((await stage.control.get("state"))["messages"])
