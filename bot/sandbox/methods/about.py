"""Who the bot is: getMe, and its names and descriptions per language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import mistake
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.world import World

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, params: Params, files: Files) -> dict[str, Any]:
    """The bot's own account."""
    return {
        **world.bot.as_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
    }


def _setter(field: str) -> Callable[[World, Params, Files], bool]:
    def set_text(world: World, params: Params, files: Files) -> bool:
        text = params.get(field, "")
        if len(text) > _LIMITS[field]:
            raise mistake(f"bot {field.replace('_', ' ')} is too long")
        language = params.get("language_code", "")
        world.texts[f"{field}:{language}"] = text
        if field == "name" and not language and text:
            world.bot.first_name = text
        return True

    return set_text


def _getter(field: str) -> Callable[[World, Params, Files], dict[str, str]]:
    def get_text(world: World, params: Params, files: Files) -> dict[str, str]:
        language = params.get("language_code", "")
        text = world.texts.get(f"{field}:{language}") or world.texts.get(f"{field}:", "")
        return {field: text or (world.bot.first_name if field == "name" else "")}

    return get_text


METHODS: dict[str, Callable[[World, Params, Files], Any]] = {
    "getMe": get_me,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
