"""`make faults`: every run at full count, a table, and `build/faults.json`.

``SEED=`` chooses another seed, ``KILLS=`` another number of kills (the other runs follow in proportion), ``ONLY=`` one run.
"""

import asyncio
import json
import os
import random
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from . import conversation
from .report import Result, table

BUILD = Path("build")
SEED = 20260401
KILLS = 200


async def main() -> int:
    seed, kills = int(os.environ.get("SEED") or SEED), int(os.environ.get("KILLS") or KILLS)
    runs: dict[str, Callable[[Path], Awaitable[Result]]] = {
        "conversation": lambda folder: conversation.run(folder, seed=seed, kills=kills),
    }
    only = os.environ.get("ONLY")
    results = []
    for name, run in runs.items():
        if only in (None, "", name):
            print(f"{name}, seed {seed} …", file=sys.stderr, flush=True)
            random.seed(seed)  # the sandbox's faults draw from it
            results.append(await run(_emptied(BUILD / "faults" / name)))
    print(table(results))
    (BUILD / "faults.json").write_text(json.dumps([result.figures() for result in results], indent=2) + "\n")
    return 1 if any(result.problems for result in results) else 0


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder.absolute()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
