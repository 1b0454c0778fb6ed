"""The demo as its visitor starts it: one command, one page, and everything as it was left unless told to start over."""

import logging
import os
import shutil
import socket
from contextlib import AsyncExitStack
from pathlib import Path

import click

from bot import logs
from bot.demo import sample
from bot.demo.keeper import Keeper
from bot.demo.story import Story
from bot.demo.story import load as load_story
from bot.errors import CannotStart
from bot.lock import holding, make_private
from bot.sandbox.reach import password_for
from bot.sandbox.server import Sandbox, running_sandbox
from bot.settings import LocalSettings, load
from bot.stopping import stopped_by_signal, unless


async def demo(*, host: str, port: int, reset: bool) -> None:
    """Serve the sandbox's page on ``port`` with the bot behind it until SIGINT or SIGTERM; ``reset`` starts over."""
    settings, story = load(LocalSettings), load_story()
    logs.configure(settings.log_format, logging.WARNING)
    home = settings.data_dir / "demo"
    folder, beside = home / "sample", home / "incomplete"
    with holding(home), stopped_by_signal() as stop:
        shutil.rmtree(beside, ignore_errors=True)
        if reset and folder.exists():
            folder.rename(beside)
        if not folder.exists() and await unless(stop, _make(story, beside)):
            beside.rename(folder)  # whole or not at all
        if folder.exists():
            async with AsyncExitStack() as stack:
                sandbox = await _listen(stack, host, port, folder)
                keeper = Keeper(sandbox.world, sample.settings(story, sandbox, folder))
                sandbox.world.behind = keeper
                click.echo("\n".join(sandbox.welcome))
                await keeper.keep(stop)


async def _make(story: Story, folder: Path) -> None:
    click.echo("Preparing the sample data …", err=True)
    from bot.demo.preparing import prepare  # it brings the whole bot along, which is needed this once

    shutil.rmtree(folder, ignore_errors=True)
    make_private(folder)
    await prepare(story, folder)


async def _listen(stack: AsyncExitStack, host: str, port: int, folder: Path) -> Sandbox:
    world, password = sample.world(sample.alliance_in(folder), folder), password_for(host)
    try:
        return await stack.enter_async_context(
            running_sandbox(world, host=host, port=port, password=password, state=folder / sample.WORLD, mail=True)
        )
    except OSError as error:
        reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        raise CannotStart(f"{host} port {port} cannot be used: {reason}. Choose another with PORT=… or HOST=….") from None
    except ValueError as error:
        raise CannotStart(f"{error}. RESET=1 starts over.") from None
