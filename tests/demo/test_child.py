"""The demo's bot as its keeper starts it: a process that heeds its pipe, and does not outlive it."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp
from stage import PATIENCE, Control

from bot.demo import sample
from bot.demo.clock import told
from bot.demo.story import load
from bot.sandbox.server import running_sandbox


async def test_it_ends_by_itself_when_the_demo_is_gone(tmp_path: Path) -> None:
    world = sample.world(sample.alliance_in(tmp_path), tmp_path)
    async with running_sandbox(world) as sandbox, aiohttp.ClientSession() as http:
        child = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot.demo.child", stdin=PIPE)
        assert child.stdin is not None
        child.stdin.write(json.dumps(sample.settings(load(), sandbox, tmp_path)).encode() + b"\n" + told(0))

        async def listening() -> bool:
            return any(call.method == "getUpdates" for call in world.calls.calls)

        await Control(sandbox.url, http, world).eventually(listening, "the bot to listen")
        child.stdin.close()
        try:
            assert await asyncio.wait_for(child.wait(), PATIENCE) == 0
        finally:
            if child.returncode is None:
                child.kill()
