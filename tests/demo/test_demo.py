"""`demo` as its visitor starts it: one command, a page, an answer, and a clean end that remembers."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from conversation import asks
from stage import Control, Player

GROUP = -1002000000001
A_WORKING_MORNING = datetime(2027, 3, 10, 1, tzinfo=UTC)
"""A Wednesday, nine o'clock in China."""
SEVEN_HOURS = 7 * 3_600_000


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
        await asks(visitor, "我们的机器狗学会了吹口哨，可以带来吗？")
    async with a_demo(tmp_path) as (visitor, _):
        await visitor.says("/status")
        await visitor.sees("Q-20")
    async with a_demo(tmp_path, "--reset") as (visitor, _):
        await visitor.says("/status")
        await visitor.sees("还没有咨询记录")


async def test_a_prospect_and_a_colleague_play_it_through(tmp_path: Path) -> None:
    async with a_demo(tmp_path) as (visitor, _):
        control = visitor.control
        ahead = int(A_WORKING_MORNING.timestamp() * 1000) - (await control.get("clock"))["now_ms"]
        await control.post("clock", offset_ms=ahead)
        emma = Player(control, 1002, "Emma", 1002)
        group = Player(control, 2001, "陈静", GROUP)
        reference = await asks(emma, "Our robot dog has learnt to whistle. May we bring it?")
        card = await group.sees(reference)
        await control.post("clock", advance_ms=SEVEN_HOURS)
        await group.sees("⏰", reference)
        desk = group.inside(GROUP, card["message_thread_id"])
        answer = await desk.says("Of course.")
        await emma.sees("Alliance office", "Of course.")
        await desk.sees_reaction(answer, "👌")
        await emma.sends_file("dog.txt", b"woof", caption="its papers")
        await desk.sees("its papers")
        await desk.taps("办结", card)
        await emma.taps("5", await emma.sees(reference, "5"))
        await emma.sees("★★★★★")
        assert await control.get("violations") == []


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
