"""The sandbox's page in the documentation names every call and option there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from bot.sandbox import __main__ as program
from bot.sandbox import methods
from bot.sandbox.control.http import CALLS
from bot.sandbox.spec import METHODS

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")
BY_THEMSELVES = {("GET", "events"), ("GET", "wait"), ("GET", "files"), ("GET", "queries")}


def test_control_calls():
    documented = set(re.findall(r"`(GET|POST|DELETE) /control/([a-z]+(?:/[a-z]+)?)", PAGE))
    assert documented == set(CALLS) | BY_THEMSELVES


def test_options():
    options = {option for action in program._parser()._actions for option in action.option_strings if option[:2] == "--"}
    assert options - {"--help"} == set(re.findall(r"^\| `(--[a-z-]+)", PAGE, re.MULTILINE))


def test_every_described_method_is_served():
    assert set(methods.METHODS) == {name for name, _ in METHODS.values()}
