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


class RunFailedError(Exception):
    """A process ended, or said nothing for too long; the message has its last words."""


class Child:
    """A process that says one JSON object a line."""

    def __init__(self, process: Process, errors: IO[bytes]) -> None:
        self._process, self._errors = process, errors
        self.pid = process.pid

    async def says(self) -> dict[str, Any]:
        """Return the next line."""
        assert self._process.stdout is not None
        with contextlib.suppress(TimeoutError):
            line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
            if line:
                return dict(orjson.loads(line))
        self._errors.seek(0)
        raise RunFailedError(self._errors.read()[-4000:].decode(errors="replace") or "it said nothing")

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
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TMPDIR", "LANG"}}
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
