"""The README names every setting and every command there is, and nothing that is not."""

import re
from pathlib import Path

import pytest

from bot.cli import cli
from bot.settings import Settings
from handlers import registry
from handlers.kit.capability import Audience

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


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


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert link.startswith("https://") or (Path(__file__).parents[2] / link).exists()
