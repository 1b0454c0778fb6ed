"""The sandbox's page in the documentation names every call and option, and no other; its examples run as they stand."""

from __future__ import annotations

import asyncio
import re
import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import __main__ as program
from bot.sandbox import methods
from bot.sandbox.control.http import CALLS, WAITING
from bot.sandbox.server import running_sandbox
from bot.sandbox.spec import METHODS
from bot.sandbox.world import World

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")
BY_THEMSELVES = {("GET", "events"), ("GET", "wait"), ("GET", "files"), ("GET", "queries")}


def test_control_calls():
    documented = set(re.findall(r"`(GET|POST|DELETE) /control/([a-z]+(?:/[a-z]+)?)", PAGE))
    assert documented == set(CALLS) | set(WAITING) | BY_THEMSELVES


def test_options():
    options = {option for action in program._parser()._actions for option in action.option_strings if option[:2] == "--"}
    assert options - {"--help"} == set(re.findall(r"^\| `(--[a-z-]+)", PAGE, re.MULTILINE))


def test_every_described_method_is_served():
    assert set(methods.METHODS) == {name for name, _ in METHODS.values()}


def example(language):
    [found] = re.findall(rf"```{language}\n(.+?)```", PAGE, re.DOTALL)
    return found


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are made with curl")
async def test_the_session_with_curl(sandbox):
    """A line that begins with `#>` is what the command above it answers; `…` stands for anything."""
    session = example("sh").replace("http://127.0.0.1:9000", sandbox.url).replace("curl", "curl --silent --show-error -w '\\n'")
    shell = await asyncio.create_subprocess_exec("sh", "-ec", session, stdout=asyncio.subprocess.PIPE)
    answers = (await shell.communicate())[0].decode().splitlines()
    promised = re.findall(r"^#> (.+)$", session, re.MULTILINE)
    assert len(answers) == len(promised)
    for answer, promise in zip(answers, promised, strict=True):
        assert re.fullmatch(".*".join(map(re.escape, promise.split("…"))), answer), (promise, answer)


async def test_the_fixture():
    """The test in the documentation passes with a bot that greets."""
    names = {"my_bot": greeter}
    exec(example("python"), names)  # noqa: S102
    async with running_sandbox(World("4242:Sandbox-test", limits=False)) as sandbox:
        await names["test_it_greets"](sandbox)


@asynccontextmanager
async def greeter(token, api):
    async def greet():
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{api}/bot{token}/getUpdates", params={"timeout": 50}) as heard:
                [update] = (await heard.json())["result"]
            greeting = {"chat_id": update["message"]["chat"]["id"], "text": "Hello"}
            await http.post(f"{api}/bot{token}/sendMessage", json=greeting)

    greeting = asyncio.create_task(greet())
    yield
    await greeting
