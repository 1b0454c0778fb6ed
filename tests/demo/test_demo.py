"""`demo` as its visitor starts it: one command, a page, an answer, and a clean end that remembers."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from stage import Control, Player


@asynccontextmanager
async def a_demo(folder: Path, *options: str) -> AsyncIterator[tuple[Player, int]]:
    """Run the command; yield the Chinese prospect of the sample and the process's id."""
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")}
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "bot", "demo", "--port", "0", *options),
        env=plain | {"DATA_DIR": str(folder)},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
    )
    assert demo.stdout is not None
    try:
        first = (await asyncio.wait_for(demo.stdout.readline(), 60)).decode()
        assert first.startswith("Open http://127.0.0.1:")
        async with aiohttp.ClientSession() as http:
            async with http.get(first.split()[1]) as page:
                assert page.status == 200
                assert "default-src 'self'" in page.headers["Content-Security-Policy"]
            yield Player(Control(first.split()[1].rstrip("/"), http), 1001, "林晓", 1001), demo.pid
    finally:
        demo.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(demo.wait(), 30) == 0


async def test_a_visit_ends_cleanly_is_remembered_and_can_start_over(tmp_path: Path) -> None:
    async with a_demo(tmp_path) as (visitor, _):
        await visitor.says("你们好，请问怎么入会？")
        await visitor.sees("已转交秘书处")
    async with a_demo(tmp_path) as (visitor, _):
        await visitor.says("/status")
        await visitor.sees("Q-20")
    async with a_demo(tmp_path, "--reset") as (visitor, _):
        await visitor.says("/status")
        await visitor.sees("还没有咨询记录")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finding the bot's process needs /proc")
async def test_the_bot_comes_back_after_it_was_killed(tmp_path: Path) -> None:
    async with a_demo(tmp_path) as (visitor, demo):
        await visitor.says("/start")
        await visitor.sees("会员服务")
        os.kill(child_of(demo), signal.SIGKILL)
        await visitor.says("/help")
        await visitor.sees("/join")


def child_of(process: int) -> int:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return int(children[0])
