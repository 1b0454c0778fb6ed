"""Control calls about the bot's own process, where the sandbox has it behind it. They wait, unlike the others."""

from __future__ import annotations

from typing import Any

from bot.sandbox.control.fields import Fields
from bot.sandbox.errors import ControlError
from bot.sandbox.world import World


async def look(world: World, fields: Fields) -> dict[str, Any] | None:
    """How the bot fares; null where the sandbox does not run it."""
    fields.done()
    return await world.behind.look() if world.behind else None


async def fired(world: World, fields: Fields) -> list[dict[str, Any]] | None:
    """What the bot's clock made it queue in a span of time; null where the sandbox does not run it."""
    since, before = fields.need("since", int), fields.get("before", int)
    fields.done()
    return await world.behind.fired(since, before) if world.behind else None


async def act(world: World, fields: Fields) -> dict[str, Any]:
    """Kill the bot."""
    if world.behind is None:
        raise ControlError("the bot is not run by this sandbox")
    if fields.need("do", str) != "kill":
        raise ControlError("do: expected kill")
    fields.done()
    await world.behind.kill()
    return await world.behind.look()


CALLS = {
    ("GET", "bot"): look,
    ("GET", "bot/fired"): fired,
    ("POST", "bot"): act,
}
