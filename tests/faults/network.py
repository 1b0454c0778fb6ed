"""Ten people enquire over a line that fails in every way a line can fail; the bot is left alone."""

import random
from pathlib import Path
from random import Random
from typing import Any

import orjson
from stage import Stage, a_stage

from bot.sandbox.calls import Call
from bot.sandbox.world import World

from .conversation import PATIENCE, SPEED
from .crowd import crowd_of
from .evidence import made_a_message
from .lives import lives_of
from .promises import judge
from .report import Result

FAULTS: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("getUpdates", 0.03, {"status": 401}),
    ("getUpdates", 0.03, {"status": 409}),
    ("getUpdates", 0.03, {"status": 502}),
    ("*", 0.02, {"status": 429, "retry_after": 1}),
    ("*", 0.02, {"status": 502}),
    ("*", 0.01, {"cut": "accept"}),
    ("*", 0.02, {"cut": "body"}),
    ("*", 0.02, {"cut": "acted"}),
    ("*", 0.02, {"cut": "half"}),
    ("*", 0.02, {"slow": 0.4}),
    ("*", 0.02, {"delay": 0.4}),
    ("*", 0.02, {"garbage": True}),
)
"""Which calls, how often, and what happens to them."""


async def run(folder: Path, *, seed: int, people: int = 10, enquiries: int = 80) -> Result:
    result, rng = Result("network", seed), Random(seed)  # noqa: S311 - dice
    random.seed(seed)  # the sandbox draws its faults from there
    async with a_stage(folder, limits=False) as stage:
        await stage.with_office()
        async with lives_of(stage, SPEED) as lives:
            life = await lives.start()
            await life.up()
            await _break_the_line(stage)
            async with crowd_of(stage, rng, people) as crowd:
                await crowd.has_held(enquiries, PATIENCE)
                await crowd.finishes(result, PATIENCE)
                status = await life.stop()
                result.must(status == 0, f"exit status {status} after SIGTERM")
                await judge(result, stage, crowd)
            doubtful = sum(_is_doubtful(call) for call in stage.sandbox.world.calls.calls)
            result.must(result.doubled <= doubtful, f"more doubled than the {doubtful} calls nobody could be sure of")
            result.notes.append(f"{_struck(stage.sandbox.world)} calls failed, {doubtful} of them messages left in doubt")
    return result


async def _break_the_line(stage: Stage) -> None:
    for method, chance, what in FAULTS:
        await stage.control.post("faults", method=method, chance=chance, times=None, do=what)


def _struck(world: World) -> int:
    return sum(call.fault is not None for call in world.calls.calls)


def _is_doubtful(call: Call) -> bool:
    """Whether the bot cannot know if this message came into being."""
    if call.fault is None or not made_a_message(call, acted=None):
        return False
    what = orjson.loads(call.fault) if call.fault.startswith("{") else {"cut": "accept"}
    return bool({"cut", "garbage"} & what.keys()) or what.get("status") == 502
