"""The database has no room to grow for a while; the bot stays up, and goes on by itself when there is room again.

Two ways to take the room away. A limit on the size of files, set from outside, needs Linux and no rights; it is stricter than
a full disk, because SQLite cannot even write where it has written before. A file system of a few megabytes that is filled to
the last byte is the real thing, where one may be mounted.
"""

import asyncio
import resource
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Protocol

from stage import a_stage

from .conversation import PATIENCE, SPEED
from .crowd import crowd_of
from .evidence import Attempt, left_in_flight
from .lives import Life, lives_of
from .promises import judge
from .report import Result

SIZE = "6m"
PEOPLE = 4


class Room(Protocol):
    """Room for files, which can be taken away and given back."""

    def take(self, life: Life) -> None: ...

    def give_back(self, life: Life) -> None: ...


class Limit:
    """No file of the process may grow."""

    def take(self, life: Life) -> None:
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    def give_back(self, life: Life) -> None:
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Ballast:
    """A file that takes all there is left."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "ballast"

    def take(self, life: Life) -> None:
        with self._file.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                return

    def give_back(self, life: Life) -> None:
        self._file.unlink()


@asynccontextmanager
async def limited(_folder: Path) -> AsyncIterator[Room | None]:
    """Yield the limit, None where another process cannot be limited."""
    yield Limit() if hasattr(resource, "prlimit") else None


@asynccontextmanager
async def tiny(folder: Path) -> AsyncIterator[Room | None]:
    """Make ``folder`` a file system of its own and yield what fills it, None where mounting is not permitted."""
    if not await _done("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)):
        yield None
        return
    try:
        yield Ballast(folder)
    finally:
        await _done("umount", str(folder))


async def _done(*command: str) -> bool:
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
    except OSError:
        return False
    return await process.wait() == 0


Disk = AbstractAsyncContextManager[Room | None]


async def run(
    folder: Path, *, seed: int, name: str = "disk full", disk: Disk | None = None, enquiries: int = 4, failures: int = 2
) -> Result:
    """Hold ``enquiries`` before and after; ``failures``: how often the database must have failed before there is room again."""
    result, rng = Result(name, seed), Random(seed)  # noqa: S311 - dice
    async with disk or limited(folder) as room, a_stage(folder, limits=False) as stage:
        if room is None:
            result.notes.append("skipped: this system does not permit it")
            return result
        await stage.with_office()
        async with lives_of(stage, SPEED) as lives, crowd_of(stage, rng, PEOPLE) as crowd:
            life = await lives.start()
            await crowd.has_held(enquiries, PATIENCE)
            room.take(life)
            in_doubt: set[Attempt] = set()
            for time in range(failures):
                await life.says("database.failed", times=time + 1)
                in_doubt |= left_in_flight(stage.settings().database)  # it pauses now
            held = crowd.finished
            room.give_back(life)
            await crowd.has_held(held + enquiries, PATIENCE)
            await crowd.finishes(result, PATIENCE)
            status = await life.stop()
            result.must(status == 0, f"exit status {status} after SIGTERM")
            await judge(result, stage, crowd)
    result.in_flight_max = len(in_doubt)
    result.must(result.doubled <= len(in_doubt), f"more doubled than the {len(in_doubt)} calls in flight at a failure")
    return result
