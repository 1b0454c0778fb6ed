"""The state file, the seed, and the program on its own: nothing is lost over a restart or a kill."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import statefile
from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World

ROOT = Path(__file__).parents[2]
SEED = [
    {"call": "people", "with": {"id": 1, "first_name": "Li"}},
    {"call": "groups", "with": {"title": "Staff", "members": [1], "admins": [1]}},
    {"call": "say", "with": {"from": 1, "text": "/start"}},
]


async def test_a_world_survives_a_restart(tmp_path, tester_of):
    path = tmp_path / "world.json"
    async with running_sandbox(World(limits=False), state=path) as sandbox:
        tester = tester_of(sandbox)
        alice = await tester.person()
        group = (await tester.does("groups", title="Staff", members=[alice]))["id"]
        thread = (await tester.ok("createForumTopic", chat_id=group, name="T"))["message_thread_id"]
        keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
        await tester.ok("sendMessage", chat_id=alice, text="<b>x</b>", parse_mode="HTML", reply_markup=keyboard)
        await tester.ok("setMyCommands", commands=[{"command": "help", "description": "x"}])
        await tester.does("react", **{"from": alice}, chat=alice, message=1, emoji="👍")
        picture = {"photo": {"base64": "AAAA"}}
        await tester.does("say", **{"from": alice}, chat=group, thread=thread, album=[picture, picture])
        await tester.does("say", **{"from": alice}, document={"base64": "AAAA", "size": 30_000_000})
        await tester.does("groups/change", chat=group, reactions=["👌"])
        await tester.does("clock", advance_ms=5000)
        taken = (await tester.updates())[0]["update_id"]
        await tester.updates(offset=taken + 1)
        before = statefile.dump(sandbox.world)
        assert before["updates"]["last_taken"] == [taken]
        pending = await tester.updates()
    async with running_sandbox(World(limits=False), state=path) as sandbox:
        tester = tester_of(sandbox)
        after = statefile.dump(sandbox.world)
        assert await tester.updates() == pending
        await tester.ok("sendMessage", chat_id=group, message_thread_id=thread, text="still here")
        assert await tester.look("commands", person=alice)
        album = [message for message in await tester.look("messages", chat=group, thread=thread) if "photo" in message]
        assert len({message["media_group_id"] for message in album}) == 1
    for entry in (*before["updates"]["pending"], *after["updates"]["pending"]):
        del entry["expires_ms"]  # read from two clocks, a moment apart
    for counts in (before, *before["chats"]):
        counts["next_message_id"] += statefile.LEAP
    before["updates"]["next_id"] += statefile.LEAP
    before["last_event"] += statefile.LEAP
    assert json.dumps(after, default=list) == json.dumps(before, default=list)


async def test_a_seed_fills_an_empty_world_once(tmp_path, tester_of):
    seed, state = tmp_path / "seed.json", tmp_path / "world.json"
    seed.write_text(json.dumps(SEED))
    for _ in range(2):
        async with running_sandbox(World(), seed=seed, state=state) as sandbox:
            counts = await tester_of(sandbox).look("state")
            assert (counts["people"], counts["chats"], counts["messages"]) == (1, 2, 1)


async def test_a_world_survives_an_outage_in_the_same_process(tester):
    alice = await tester.person()
    port = tester.sandbox.port
    await tester.sandbox.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await tester.updates()
    await tester.sandbox.start(port)
    assert (await tester.updates(timeout=50))[0]["message"]["from"]["id"] == alice


@pytest.mark.parametrize("token", ["123456:AAH-real-looking", "Sandbox", "x:Sandbox"])
def test_real_tokens_are_refused(token):
    with pytest.raises(ValueError, match="never a real one"):
        World(token)


async def start(*options: str) -> tuple[asyncio.subprocess.Process, str]:
    """The sandbox as a program, and its address."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--port", "0", *options, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    assert line.startswith("Open http://127.0.0.1:")
    assert line.endswith("/\n")
    return process, line.removeprefix("Open ").strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_program_ends_cleanly_even_while_somebody_waits(http, number):
    process, url = await start("--mail")
    assert [(await process.stdout.readline())[:5] for _ in range(2)] == [b"smtp:", b"imap:"]
    async with http.get(f"{url}control/events") as stream:
        await stream.content.readline()
        process.send_signal(number)
        assert await process.wait() == 0


async def test_a_kill_loses_at_most_the_last_second(tmp_path, http, until):
    state = tmp_path / "world.json"
    process, url = await start("--state", str(state))
    async with http.post(f"{url}control/people", json={"first_name": "Alice"}) as response:
        assert response.status == 200
    await until(state.exists)
    process.kill()
    await process.wait()
    process, url = await start("--state", str(state))
    async with http.get(f"{url}control/people") as response:
        assert [person["first_name"] for person in await response.json()] == ["Alice"]
    process.terminate()
    await process.wait()


async def test_unusable_options_are_one_line(tmp_path):
    foreign = tmp_path / "foreign.json"
    foreign.write_text('{"4242:Sandbox-demo": {}}')
    missing = str(tmp_path / "missing.json")
    for options in (["--token", "1:real"], ["--speed", "0"], ["--seed", missing], ["--state", str(foreign)]):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.sandbox", *options, stderr=asyncio.subprocess.PIPE, cwd=ROOT
        )
        _, errors = await process.communicate()
        assert process.returncode
        assert errors.startswith(b"sandbox: ")
        assert errors.count(b"\n") == 1
