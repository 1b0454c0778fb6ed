"""The command menus a bot sets."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import mistake
from bot.sandbox.methods.access import readable
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.world import World

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")


def _place(world: World, params: Params) -> tuple[dict[str, Any] | None, str]:
    """The scope and language of a list, checked."""
    scope, language = params.get("scope"), params.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise mistake("invalid language code specified")
    if scope is not None and "chat_id" in scope:
        scope = {**scope, "chat_id": readable(world, scope["chat_id"]).id}
    return scope, language


def set_my_commands(world: World, params: Params, files: Files) -> bool:
    """Set a list."""
    commands = params["commands"]
    if len(commands) > 100:
        raise mistake("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command["command"].removeprefix("/")
        if not _NAME.fullmatch(name):
            raise mistake("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise mistake("BOT_COMMAND_DESCRIPTION_INVALID")
    world.menus.set(*_place(world, params), [{**c, "command": c["command"].removeprefix("/")} for c in commands])
    world.events.add("commands", None)
    return True


def get_my_commands(world: World, params: Params, files: Files) -> list[dict[str, Any]]:
    """The list for exactly this scope and language."""
    return world.menus.get(*_place(world, params))


def delete_my_commands(world: World, params: Params, files: Files) -> bool:
    """Take a list away."""
    world.menus.set(*_place(world, params), [])
    world.events.add("commands", None)
    return True


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
}
