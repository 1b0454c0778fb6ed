"""`make faults`: every run at full count, a table, and `build/faults.json`.

``SEED=`` chooses another seed, ``KILLS=`` another number of kills (the other runs follow in proportion), ``ONLY=`` one run.
"""

import asyncio
import json
import os
import shutil
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

from . import broadcast, conversation, disk_full, letters, network, sigterm
from .report import Result, table

BUILD = Path("build")
SEED = 20260401
KILLS = 200


async def main() -> int:
    seed, kills = int(os.environ.get("SEED") or SEED), int(os.environ.get("KILLS") or KILLS)
    runs: dict[str, Callable[[Path], Awaitable[Result]]] = {
        "conversation": lambda folder: conversation.run(folder, seed=seed, kills=kills),
        "letters": lambda folder: letters.run(folder, seed=seed, kills=kills // 2),
        "network": lambda folder: network.run(folder, seed=seed),
        "mid-broadcast": lambda folder: broadcast.run(folder, seed=seed, kills=kills * 3 // 10),
        "disk full": lambda folder: disk_full.run(folder, seed=seed),
        "disk full (tmpfs)": lambda folder: disk_full.run(
            folder, seed=seed, name="disk full (tmpfs)", disk=disk_full.tiny(folder)
        ),
        "SIGTERM": lambda folder: sigterm.run(folder, seed=seed),
    }
    only = os.environ.get("ONLY")
    results: list[Result] = []
    broken: list[str] = []
    for name, run in runs.items():
        if only in (None, "", name):
            print(f"{name}, seed {seed} …", file=sys.stderr, flush=True)
            began = time.monotonic()
            try:
                results.append(await run(_emptied(BUILD / "faults" / name)))
            except (AssertionError, TimeoutError) as error:
                traceback.print_exception(error)
                broken.append(name)
            else:
                results[-1].seconds = time.monotonic() - began
    print(table(results))
    (BUILD / "faults.json").write_text(json.dumps([result.figures() for result in results], indent=2) + "\n")
    for name in broken:
        print(f"{name}: BROKEN OFF, see above")
    return 1 if broken or any(result.problems for result in results) else 0


def _emptied(folder: Path) -> Path:
    """Return a fresh folder for the data of a run; the bot's log comes to stand beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    data = folder.absolute() / "data"
    data.mkdir(parents=True)
    return data


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
