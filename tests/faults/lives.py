"""The lives of the bot: started one after the other on the same data, ended by a kill or by a polite signal.

A spare process is always waiting with everything imported; that saves a second at each of two hundred restarts.
"""

import asyncio
import json
import os
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from stage import Stage

from bot.profile import SHIPPED

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
UP = b"bot.running"


def _patient_profile(folder: Path) -> Path:
    """Return a profile that lets people write as fast as they do in these runs."""
    path, limit = folder / "patient.toml", "messages_a_minute = "
    path.write_text(SHIPPED.read_text("utf-8").replace(f"{limit}20", f"{limit}1000"), "utf-8")
    return path


class DiedError(AssertionError):
    """The bot ended by itself, which no run asks of it."""


class Life:
    """One process of the bot, from its start to its end."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.process = process
        self.log = log
        self.tail: deque[str] = deque(maxlen=40)
        self._up = asyncio.Event()
        self._heard = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

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
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(patience):
            return await self._end()

    async def close(self) -> None:
        """See to it that nothing is left running."""
        if self.alive:
            self.process.kill()
        await self._end()

    def must_live(self) -> None:
        if not self.alive:
            raise DiedError(f"the bot ended by itself ({self.process.returncode}): {list(self.tail)}")

    async def _end(self) -> int:
        status = await self.process.wait()
        await self._reading
        return status

    async def _read(self) -> None:
        assert self.process.stderr is not None
        with self.log.open("ab") as log:
            log.write(b"--- a new life\n")
            async for line in self.process.stderr:
                log.write(line)
                self.tail.append(line.decode(errors="replace").rstrip())
                if UP in line:
                    self._up.set()
                self._heard.set()
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
        self._spare: asyncio.subprocess.Process | None = None
        self.current: Life | None = None

    async def start(self) -> Life:
        """Begin the next life; the one before must have ended."""
        assert self.current is None or not self.current.alive
        process = self._spare or await _spawn()
        assert process.stdin is not None
        process.stdin.write(json.dumps(self._settings).encode() + b"\n")
        self.current = Life(process, self._log)
        self._spare = await _spawn()
        return self.current

    async def close(self) -> None:
        if self.current is not None:
            await self.current.close()
        if self._spare is not None:
            self._spare.kill()
            await self._spare.communicate()


async def _spawn() -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PTB_TIMEDELTA": "1"}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.child", cwd=ROOT, env=environment, stdin=pipe, stderr=pipe, start_new_session=True
    )


@asynccontextmanager
async def lives_of(stage: Stage, speed: float = 1.0, **settings: Any) -> AsyncIterator[Lives]:
    lives = Lives(stage, speed, settings)
    try:
        yield lives
    finally:
        await lives.close()
