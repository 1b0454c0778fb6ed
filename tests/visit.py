"""`demo` as its visitor starts it: one command, the address it prints, and a clean end."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from filelock import FileLock
from stage import Control

from bot.demo.preparing import prepare
from bot.demo.story import load

PATIENCE = 60.0
KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")
"""What the demo sees of our environment: a setting of the bot there would change what is tried."""

GROUP = -1002000000001
"""The staff group of the sample."""

OPENING = datetime(2027, 3, 8, 3, tzinfo=UTC)
"""A Monday, eleven o'clock in China, with a week of working days before it and after it.

What is asked then is brought up the next morning, and for the second time some hours later."""


async def a_sample(factory: pytest.TempPathFactory) -> Path:
    """Return the sample as it is made at the first start, made once for everybody who runs tests beside us."""
    shared = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    made, beside = shared / "sample", shared / "sample-in-the-making"
    with FileLock(shared / "sample.lock"):
        if not made.exists():
            beside.mkdir()
            await prepare(load(), beside)
            beside.rename(made)
    return made


async def start(folder: Path, *options: str, port: int = 0, stderr: int | None = None) -> Process:
    """Start the command with its data in ``folder``; a warning of its is an error."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "bot", "demo", "--port", str(port), *options),
        env={name: value for name, value in os.environ.items() if name in KEPT} | {"DATA_DIR": str(folder)},
        cwd=folder,
        stdout=PIPE,
        stderr=stderr,
    )


@asynccontextmanager
async def a_demo(folder: Path, *options: str) -> AsyncIterator[Control]:
    """Run the command until the block is left; yield its sandbox."""
    demo = await start(folder, *options)
    assert demo.stdout is not None
    try:
        line, password = (await asyncio.wait_for(demo.stdout.readline(), PATIENCE)).decode(), None
        if line.startswith("User sandbox, password "):
            password, line = line.split()[-1], (await demo.stdout.readline()).decode()
        assert line.startswith("Open http://127.0.0.1:")
        known = {"Authorization": aiohttp.encode_basic_auth("sandbox", password)} if password else {}
        async with aiohttp.ClientSession(headers=known) as http:
            yield Control(line.split()[1].rstrip("/"), http)
    finally:
        demo.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(demo.wait(), PATIENCE) == 0


async def set_clock(control: Control, moment: datetime) -> None:
    """Let it be this moment, for the sandbox and the bot."""
    now = (await control.get("clock"))["now_ms"]
    await control.post("clock", advance_ms=round(moment.timestamp() * 1000) - now)
