"""A clean environment for every test of the operations: no setting of the developer's own, an empty folder to stand in."""

import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import structlog
from later_step import Later
from stopped_clock import StoppedClock

from bot.settings import LocalSettings
from storage.database import Database
from storage.migrate import migrate

PROJECT = Path(__file__).parents[2]
NAMES = {name.upper() for name in LocalSettings.model_fields}

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    structured = structlog.get_config()
    for name in list(os.environ):
        if name.upper() in NAMES:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    yield
    structlog.configure(**structured)


@pytest.fixture
def logs_put_back() -> Iterator[None]:
    """Undo afterwards what `bot.logs.configure` does to the process."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level, sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning
    yield
    root.handlers, root.level, sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = kept
    logging.raiseExceptions = True


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "alliance.db"
    path.parent.mkdir(mode=0o700)
    migrate(path)
    return path


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    opened = Database(database_file)
    yield opened
    await opened.close()


@pytest.fixture
def a_later_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Later:
    return Later(tmp_path / "steps", monkeypatch)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Run the program as an operator does, in an empty folder."""

    def run(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), **settings}
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60)

    return run
