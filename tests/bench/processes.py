"""Starts a server and a contestant beside it, and reads what they say, line by line."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any

import orjson

HERE = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds a single line is waited for; the slowest run takes a quarter of that."""

LEAVE = 15.0
HANDED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
"""What the processes see of our environment: a proxy or a setting of the bot there would change what is measured."""


class RunFailedError(Exception):
    """A process ended, or said nothing for too long; the message has its last words."""


class Child:
    """A process that says one JSON object a line."""

    def __init__(self, process: Process, errors: IO[bytes]) -> None:
        self._process, self._errors = process, errors
        self.pid = process.pid

    async def says(self, about: "Child | None" = None) -> dict[str, Any]:
        """Return the next line; when it speaks ``about`` another, that one must not end before."""
        assert self._process.stdout is not None
        line = asyncio.ensure_future(self._process.stdout.readline())
        ended = asyncio.ensure_future((about or self)._process.wait())
        await asyncio.wait({line, ended}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        await asyncio.wait({line}, timeout=1)  # the last line of one that has ended may still be on its way
        if line.done() and line.result():
            return dict(orjson.loads(line.result()))
        line.cancel()
        raise RunFailedError((about or self)._last_words())

    def _last_words(self) -> str:
        self._errors.seek(0)
        words = self._errors.read()[-4000:].decode(errors="replace")
        return f"process {self.pid} ended with {self._process.returncode}, or took too long: {words}"

    async def leave(self) -> None:
        """Ask it to stop as an operator would; insist when it does not."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), LEAVE)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()


@asynccontextmanager
async def running(folder: Path, *command: str, environment: dict[str, str] | None = None) -> AsyncIterator[Child]:
    """Run ``python -m command`` in ``folder`` until the block is left."""
    inherited = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    with (folder / f"{command[0]}.txt").open("w+b") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *command,
            stdout=PIPE,
            stderr=errors,
            cwd=folder,
            env=inherited | {"PYTHONPATH": str(HERE)} | (environment or {}),
        )
        child = Child(process, errors)
        try:
            yield child
        finally:
            await child.leave()


@asynccontextmanager
async def serving(folder: Path, **options: object) -> AsyncIterator[tuple[Child, str]]:
    """Run a server; yield it with the root of its Bot API."""
    given = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    async with running(folder, "tests.bench.server", *given) as server:
        yield server, f"http://127.0.0.1:{(await server.says())['port']}"


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process in megabytes (10^6 bytes)."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024 / 1e6
    import subprocess

    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=True, text=True)  # noqa: S607
    return int(shown.stdout) * 1024 / 1e6
