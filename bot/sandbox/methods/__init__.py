"""The Bot API's methods, one module per group; each is a function of the world and its checked parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.methods import (
    about,
    callbacks,
    chats,
    commands,
    copying,
    deleting,
    editing,
    media,
    pinning,
    polling,
    reactions,
    sending,
    topics,
)
from bot.sandbox.spec import Upload
from bot.sandbox.world import World

Method = Callable[[World, dict[str, Any], dict[str, Upload]], Any]

_MODULES = (
    about,
    callbacks,
    chats,
    commands,
    copying,
    deleting,
    editing,
    media,
    pinning,
    polling,
    reactions,
    sending,
    topics,
)
METHODS: dict[str, Method] = {name: function for module in _MODULES for name, function in module.METHODS.items()}
