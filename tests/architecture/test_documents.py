"""The README names every setting and every command there is, and nothing that is not; the Chinese one says the same."""

import re
from pathlib import Path

import pytest

from bot.cli import cli
from bot.settings import Settings
from handlers import registry
from handlers.kit.capability import Audience

TOP = Path(__file__).parents[2]
README, CHINESE = ((TOP / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
LINK = re.compile(r"\]\(([^)#]+)\)")


def section(title: str) -> str:
    found = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, title
    return found.group(1)


def test_every_setting() -> None:
    rows = [line.split("|")[1] for line in section("Settings").splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert documented == {name.upper() for name in Settings.model_fields}


def test_every_command_of_the_program() -> None:
    documented = set(re.findall(r"^\| `([a-z-]+)", section("Commands of the program"), re.MULTILINE))
    assert documented == set(cli.commands)


def test_every_command_in_the_chat() -> None:
    documented = set(re.findall(r"^\| `/([a-z_]+)`", section("Commands in the chat"), re.MULTILINE))
    assert documented == {command.name for audience in Audience for command in registry().commands(audience)}


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "docs/sandbox.md", "docs/operations.md"])
def test_links_lead_somewhere(page: str) -> None:
    links = LINK.findall((TOP / page).read_text("utf-8"))
    assert not [link for link in links if not link.startswith("https://") and not (TOP / page).parent.joinpath(link).exists()]


def test_the_chinese_readme_says_the_same() -> None:
    assert README.splitlines()[2] == "[中文](README.zh.md)"
    assert CHINESE.splitlines()[2] == "[English](README.md)"
    ours = CHINESE.replace("[English](README.md)", "[中文](README.zh.md)").replace("pictures/zh.png", "pictures/en.png")
    for chinese, english in zip(bones(ours), bones(README), strict=True):
        assert chinese == english


def bones(text: str) -> list[tuple[str, list[str], list[str], set[str], set[str]]]:
    """Each part's depth, its code blocks without what is said beside them, its rows, and its code and links in any order."""
    parts = re.split(r"^(#+) .*$", text, flags=re.MULTILINE)[1:]
    return [(depth, *_bones(body)) for depth, body in zip(parts[::2], parts[1::2], strict=True)]


def _bones(body: str) -> tuple[list[str], list[str], set[str], set[str]]:
    blocks = re.findall(r"```.*?```", body, re.DOTALL)
    for block in blocks:
        body = body.replace(block, "")
    code = [line.strip().split("  ")[0] for block in blocks for line in block.splitlines()]
    rows = re.findall(r"^\| (`.+?) \|", body, re.MULTILINE)
    return code, rows, set(re.findall(r"`([^`\n]+)`", body)), set(LINK.findall(body))
