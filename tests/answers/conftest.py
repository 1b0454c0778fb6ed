"""The shipped profile and its index, made once for all tests that only read them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import profile
from bot.settings import given
from domain.answers import Index
from domain.profile import Profile

PROJECT = Path(__file__).parents[2]

Ask = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def shipped() -> Profile:
    return profile.load(given(bot_token="42:Sandbox"))


@pytest.fixture(scope="session")
def index(shipped: Profile) -> Index:
    return Index(shipped.answers, shipped.asked)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Run `ask` as an operator does, in an empty folder and without any setting but those given."""

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8", **settings}
        command = [sys.executable, "-m", "bot", "ask", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)

    return run
