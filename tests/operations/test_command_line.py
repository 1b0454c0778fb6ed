"""The command line as an operator meets it: exit status, one clear line, never a traceback."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from later_step import Later

from bot.errors import OperationError
from bot.lock import holding, is_held
from bot.settings import given
from bot.start import ready
from storage import ledger
from storage.erasure import Erasure
from storage.migrate import latest, version

Program = Callable[..., "CompletedProcess[str]"]

TOKEN = "4242:Sandbox-demo"


@pytest.mark.parametrize(
    ("arguments", "settings", "status", "words"),
    [
        ((), {}, 2, "Missing command"),
        (("frobnicate",), {}, 2, "No such command"),
        (("backup",), {}, 2, "Missing argument"),
        (("migrate", "--frob"), {}, 2, "No such option"),
        (("demo", "--port", "many"), {}, 2, "--port"),
        (("run",), {}, 2, "BOT_TOKEN is missing"),
        (("doctor",), {}, 2, "BOT_TOKEN is missing"),
        (("run",), {"BOT_TOKEN": TOKEN, "SEND_RATE": "31"}, 2, "SEND_RATE"),
        (("run",), {"BOT_TOKEN": TOKEN, "ALLIANCE_FILE": "none.toml"}, 2, "none.toml"),
        (("run",), {"BOT_TOKEN": TOKEN, "DATA_DIR": "/proc/none"}, 1, "cannot be created"),
        (("backup", "b.db"), {}, 1, "no database"),
        (("restore", "b.db"), {}, 2, "no file"),
        (("release",), {}, 1, "no database"),
    ],
)
def test_errors_are_one_line_with_the_right_status(
    program: Program, arguments: tuple[str, ...], settings: dict[str, str], status: int, words: str
) -> None:
    done = program(*arguments, **settings)
    assert done.returncode == status
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_an_unforeseen_error_is_still_one_line(program: Program, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "alliance.lock").mkdir()  # a folder where a file should be
    done = program("migrate")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Traceback" not in done.stderr


def test_every_command_explains_itself(program: Program) -> None:
    listed = program("--help")
    assert listed.returncode == 0
    for command in ("run", "demo", "doctor", "migrate", "backup", "restore", "release"):
        assert f"\n  {command} " in listed.stdout
    assert program("release", "--help").returncode == 0
    assert program("--version").stdout.startswith("alliance-bot, version")


def test_a_database_from_its_making_to_its_restore(program: Program, tmp_path: Path) -> None:
    assert program("migrate").stdout == "Migrated: 0001, 0002, 0003, 0004.\n"
    assert program("migrate").stdout == "The database is up to date.\n"
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "alliance.db").stat().st_mode & 0o777 == 0o600
    assert program("backup", "b.db").returncode == 0
    restored = program("restore", "b.db")
    assert restored.returncode == 0
    assert "before-restore" in restored.stdout
    assert program("release").stdout == "There is no hold.\n"


def test_a_restore_says_how_many_were_deleted_again(database_file: Path, program: Program, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("INSERT INTO persons (id, name, language, created_at) VALUES (7, 'Kanarienvogel', 'zh', 1000)")
    assert program("backup", "b.db").returncode == 0
    (tmp_path / "data" / "backups").mkdir(exist_ok=True)
    ledger.add(tmp_path / "data" / "backups" / ledger.NAME, [Erasure(7, 1000, 2000)])
    done = program("restore", "b.db")
    assert done.returncode == 0, done.stderr
    assert "Deleted again, because they had their data deleted since the backup: 1." in done.stdout
    assert b"Kanarienvogel" not in database_file.read_bytes()


def test_a_database_of_an_older_form_is_backed_up_before_it_is_migrated(
    database_file: Path, a_later_step: Later, logs_put_back: None
) -> None:
    before = latest()
    a_later_step("SELECT 1")
    settings = given(bot_token=TOKEN, data_dir=database_file.parent)
    with ready(settings) as steps:
        assert steps == [a_later_step.revision]
    (kept,) = settings.backups.glob(f"before-{a_later_step.revision}-*.db")
    assert (version(kept), version(database_file)) == (before, a_later_step.revision)


def test_a_second_process_is_turned_away(database_file: Path, program: Program, tmp_path: Path) -> None:
    assert program("backup", "b.db").returncode == 0
    assert not is_held(database_file.parent)
    with holding(database_file.parent):
        assert is_held(database_file.parent)
        for command in (("run",), ("restore", "b.db")):
            done = program(*command, BOT_TOKEN=TOKEN)
            assert done.returncode == 1
            assert "stop it first" in done.stderr
            assert done.stderr.count("\n") == 1
        assert program("backup", "beside.db").returncode == 0
        assert program("release").returncode == 0
    assert not is_held(database_file.parent)


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="broken"), holding(tmp_path):
        raise RuntimeError("broken")
    with holding(tmp_path), pytest.raises(OperationError, match="Another process"), holding(tmp_path, patience=0):
        pass
