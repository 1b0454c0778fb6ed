"""The layout, held by machine: who may import whom, what is banned, how large a room may grow."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "handlers", "domain", "storage", "locales")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
HANDLERS = [path for path in SOURCES if path.is_relative_to(ROOT / "handlers")]
CAPABILITIES = sorted(path.parent.name for path in (ROOT / "handlers").glob("*/__init__.py") if path.parent.name != "kit")

SHORTCUTS = ("reply_text", "reply_html", "reply_photo", "edit_message_text", "edit_text", "send_message", "create_task")
"""What would leave without being a row. A tap is answered through the event."""


def name(path: object) -> str:
    return str(path.relative_to(ROOT)) if isinstance(path, Path) else str(path)


@pytest.mark.parametrize("path", HANDLERS, ids=name)
def test_handlers_use_no_sending_shortcut(path: Path) -> None:
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert called.isdisjoint(SHORTCUTS)


@pytest.mark.parametrize("path", HANDLERS, ids=name)
def test_no_handler_runs_beside_its_event(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "block":
            pytest.fail("block= makes an event end before its handler does")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


@pytest.mark.parametrize("path", HANDLERS, ids=name)
def test_rooms_know_what_they_may(path: Path) -> None:
    known = imports(path)
    if path.name == "actions.py":
        assert not any(module.split(".")[0] == "telegram" for module in known), "actions know no Telegram"
    if path.stem.endswith("screens"):
        assert not any(module.split(".")[0] == "storage" for module in known), "screens know no storage"
    own = path.relative_to(ROOT / "handlers").parts[0]
    if own in CAPABILITIES:
        others = {module for module in known for other in CAPABILITIES if module.startswith(f"handlers.{other}")}
        assert all(module.startswith(f"handlers.{own}") for module in others), "capabilities do not import each other"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_modules_say_why_they_exist_and_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module opens with why it exists"
    assert sum(1 for line in text.splitlines() if line.strip()) <= 400
    assert path.stem not in {"utils", "helpers", "manager", "misc", "common"}
