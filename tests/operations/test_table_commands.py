"""`import-members` and `export-members` as an operator meets them: exit status, one clear line, and beside a running bot."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.lock import holding

Program = Callable[..., tuple[int, str, str]]


@pytest.fixture
def program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logs_put_back: None
) -> Program:
    """Run the program in an empty folder, without a token; return its exit status and what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEFAULT_LANGUAGE", "en")
    monkeypatch.setattr("os.umask", lambda _mask: 0)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["alliance-bot", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return (ended.value.code, *capsys.readouterr())

    return run


def test_a_table_from_its_template_to_its_undoing(program: Program, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("name,tier,member since\nKestrel,council,2026-01-31\n")
    (tmp_path / "bad.csv").write_text("name,tier,member since\nKestrel,nobility,2026-01-31\n")
    for status, words, arguments in (
        (2, "Expected either FILE", ("import-members",)),
        (2, "Expected either FILE", ("import-members", "good.csv", "--undo", "1")),
        (2, "Expected either FILE", ("import-members", "--dry-run", "--undo", "1")),
        (2, "--undo", ("import-members", "--undo", str(2**63))),
        (2, "ends in .xlsx", ("import-members", "--template", "members.csv")),
        (0, "Written", ("import-members", "--template", "members.xlsx")),
        (2, "exists already", ("import-members", "--template", "members.xlsx")),
        (1, "run `migrate` first", ("export-members", "roster.xlsx")),
        (2, "cannot be opened", ("import-members", "nowhere.xlsx")),
        (2, "Nothing was read in", ("import-members", "bad.csv")),
        (0, "a dry run", ("import-members", "good.csv", "--dry-run")),
        (0, "Read in as import 1", ("import-members", "good.csv")),
        (0, "nothing to change", ("import-members", "good.csv")),
        (0, "Import 1: 1 members", ("import-members", "--undo", "1")),
        (2, "taken back already", ("import-members", "--undo", "1")),
        (1, "cannot be written", ("export-members", "nowhere/roster.xlsx")),
    ):
        ended, said, complaint = program(*arguments)
        assert (ended, complaint.count("\n")) == (status, int(status > 0)), (arguments, complaint)
        assert words in (complaint or said), arguments
    with holding(tmp_path / "data"):
        ended, _, complaint = program("import-members", "good.csv")
        assert (ended, "stop it first" in complaint, complaint.count("\n")) == (1, True, 1)
        assert program("export-members", "roster.xlsx")[0] == 0
    assert sorted(each.name for each in tmp_path.glob("*.xlsx")) == ["members.xlsx", "roster.xlsx"]
