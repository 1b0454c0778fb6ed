"""The demo as its visitor starts it: one command, one page, and everything as it was left unless told to start over."""

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

import click

from bot.demo import sample
from bot.errors import CannotStart
from bot.sandbox.server import Sandbox, running_sandbox
from bot.sandbox.world import World
from bot.settings import LocalSettings, load
from bot.stopping import stopped_by_signal

PAUSE = 1.0
GRACE = 12.0


async def demo(*, port: int, reset: bool) -> None:
    """Serve the sandbox's page on ``port`` with the bot behind it until SIGINT or SIGTERM; ``reset`` starts over."""
    folder = load(LocalSettings).data_dir / "demo"
    if reset:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with stopped_by_signal() as stop:
        try:
            async with running_sandbox(
                World(sample.TOKEN), port=port, state=folder / "world.json", seed=sample.SEED
            ) as sandbox:
                click.echo(f"Open {sandbox.url}/")
                await _keep_bot(stop, sandbox, folder)
        except OSError as error:
            raise CannotStart(
                f"Port {port} cannot be used: {os.strerror(error.errno or 0)}. Choose another with PORT=…."
            ) from None


async def _keep_bot(stop: asyncio.Event, sandbox: Sandbox, folder: Path) -> None:
    """Keep a bot running until ``stop``; one that ends is started again, as a supervisor would."""
    wanted = asyncio.ensure_future(stop.wait())
    while not stop.is_set():
        bot = await _start_bot(sandbox.url, folder)
        ended = asyncio.ensure_future(bot.wait())
        await asyncio.wait((ended, wanted), return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            await _end(bot)
            return
        click.echo(f"The bot has ended ({bot.returncode}); starting it again.", err=True)
        await asyncio.wait((wanted,), timeout=PAUSE)


async def _start_bot(url: str, folder: Path) -> asyncio.subprocess.Process:
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.demo.child", stdin=asyncio.subprocess.PIPE, start_new_session=True
    )
    if bot.stdin is not None:
        bot.stdin.write(json.dumps(sample.settings(url, folder)).encode() + b"\n")  # and left open: see `bot.demo.child`
    return bot


async def _end(bot: asyncio.subprocess.Process) -> None:
    if bot.returncode is None:
        bot.terminate()
    try:
        await asyncio.wait_for(bot.wait(), GRACE)
    except TimeoutError:
        bot.kill()
        await bot.wait()
