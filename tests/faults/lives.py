"""The lives of the bot: started one after the other on the same data, ended by a kill or by a polite signal.

Each is forked off a process that has everything imported; that saves a second at each of two hundred restarts.
"""

import asyncio
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from stage import Stage

from bot.profile import SHIPPED

from . import child

PATIENCE = 60.0
UP = b"bot.running"
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([child.__name__])


def _patient_profile(folder: Path) -> Path:
    """Return a profile that lets people write as fast as they do in these runs."""
    path, limit = folder / "patient.toml", "messages_a_minute = "
    path.write_text(SHIPPED.read_text("utf-8").replace(f"{limit}20", f"{limit}1000"), "utf-8")
    return path


class DiedError(AssertionError):
    """The bot ended by itself, which no run asks of it."""


class Life:
    """One process of the bot, from its start to its end. What it logs it writes into ``output``."""

    def __init__(self, process: BaseProcess, output: Connection, log: Path) -> None:
        self.process = process
        self.log = log
        self._output = output
        self.tail: deque[str] = deque(maxlen=40)
        self._up = asyncio.Event()
        self._heard = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process.is_alive()

    async def up(self) -> None:
        """Return once it takes updates."""
        async with asyncio.timeout(PATIENCE):
            await self._up.wait()
        self.must_live()

    async def says(self, words: str, times: int = 1) -> None:
        """Return once its log holds ``words`` so many times."""
        async with asyncio.timeout(PATIENCE):
            while self.alive and sum(words in line for line in self.tail) < times:
                self._heard.clear()
                await self._heard.wait()
        self.must_live()

    async def kill(self) -> None:
        """End it as a power cut of the process would: kill -9."""
        self.must_live()
        self.process.kill()
        await self._end()

    async def stop(self, patience: float = PATIENCE) -> int:
        """End it as a supervisor does, and return its exit status."""
        self.must_live()
        os.kill(self.pid, signal.SIGTERM)
        async with asyncio.timeout(patience):
            return await self._end()

    async def close(self) -> None:
        """See to it that nothing is left running."""
        if self.alive:
            self.process.kill()
        await self._end()

    def must_live(self) -> None:
        if not self.alive:
            raise DiedError(f"the bot ended by itself ({self.process.exitcode}): {list(self.tail)}")

    async def _end(self) -> int:
        await self._reading
        self.process.join(PATIENCE)  # its output has ended, and so does it
        assert self.process.exitcode is not None
        return self.process.exitcode

    async def _read(self) -> None:
        lines = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(lines)
        pipe, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, self._output)
        with self.log.open("ab") as log:
            log.write(b"--- a new life\n")
            async for line in lines:
                log.write(line)
                self.tail.append(line.decode(errors="replace").rstrip())
                if UP in line:
                    self._up.set()
                self._heard.set()
        pipe.close()
        self._up.set()  # nobody waits for the dead
        self._heard.set()


class Lives:
    """Starts one life at a time with the same settings; ``speed`` is how much faster its pace runs."""

    def __init__(self, stage: Stage, speed: float, settings: dict[str, Any]) -> None:
        self._settings = settings | {
            "bot_token": next(iter(stage.sandbox.worlds)),
            "bot_api_url": stage.sandbox.url,
            "data_dir": str(stage.folder),
            "alliance_file": str(_patient_profile(stage.folder.parent)),
            "speed": speed,
        }
        if stage.owner is not None:
            self._settings["owner_ids"] = str(stage.owner.id)
        if stage.staff_chat is not None:
            self._settings["staff_chat_id"] = stage.staff_chat
        self._log = stage.folder.parent / "bot.log"  # beside the data: not on the disk that may be full
        self.current: Life | None = None

    async def start(self) -> Life:
        """Begin the next life; the one before must have ended."""
        assert self.current is None or not self.current.alive
        output, told = FORKS.Pipe(duplex=False)
        process = FORKS.Process(target=child.live, args=(self._settings, told))
        await asyncio.to_thread(process.start)  # the first one waits for all the imports
        told.close()
        self.current = Life(process, output, self._log)
        return self.current

    async def close(self) -> None:
        if self.current is not None:
            await self.current.close()


@asynccontextmanager
async def lives_of(stage: Stage, speed: float = 1.0, **settings: Any) -> AsyncIterator[Lives]:
    lives = Lives(stage, speed, settings)
    try:
        yield lives
    finally:
        await lives.close()
