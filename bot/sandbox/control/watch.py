"""Control calls that look at the sandbox itself, set its clock and order faults."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.views import call_view
from bot.sandbox.errors import ControlError
from bot.sandbox.faults import Fault
from bot.sandbox.methods.about import get_me
from bot.sandbox.world import World

_YEARS = 2000, 2200
_EARLIEST, _BEFORE = (datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000 for year in _YEARS)


def add_fault(world: World, fields: Fields) -> dict[str, Any]:
    """Something is to go wrong."""
    chance = fields.given.get("chance", 1.0)
    fields.read |= {"chance", "times"}
    times = fields.given.get("times", 1)
    if not isinstance(chance, int | float) or not (times is None or isinstance(times, int)):
        raise ControlError("chance: expected a number, times: a whole number or null")
    fault = Fault(
        do=fields.need("do", dict),
        method=fields.get("method", str, "*"),
        chat=fields.get("chat", int),
        times=times,
        chance=chance,
        after=fields.get("after", int, 0),
    )
    fields.done()
    world.faults.add(fault)
    return fault.as_dict()


def list_faults(world: World, fields: Fields) -> list[dict[str, Any]]:
    """The faults in force."""
    return [fault.as_dict() for fault in world.faults.faults]


def remove_faults(world: World, fields: Fields) -> dict[str, Any]:
    """One fault, or all of them, is over."""
    number = fields.get("id", int)
    fields.done()
    if not world.faults.remove(number) and number is not None:
        raise ControlError("id: no such fault")
    return {"ok": True}


def calls(world: World, fields: Fields) -> dict[str, Any]:
    """The log of Bot API requests, narrowed as asked for."""
    after, limit = fields.get("after", int, 0), fields.get("limit", int)
    method, chat = fields.get("method", str), fields.get("chat", int)
    quiet, wrong = fields.get("quiet", int), fields.get("wrong", int)
    fields.done()
    if limit is not None and limit < 1:
        raise ControlError("limit: expected a number above 0")

    def wanted(call: Call) -> bool:
        return (
            method in {None, call.method}
            and (not quiet or call.method != "getUpdates")
            and (not wrong or bool(call.violations))
            and (chat is None or call.chat() == chat)
        )

    found = world.calls.after(after, wanted, limit)
    return {"calls": [call_view(call) for call in found], "last": world.calls.last}


def violations(world: World, fields: Fields) -> list[dict[str, Any]]:
    """What a well-behaved client would not have sent."""
    return list(world.calls.violations)


def clock(world: World, fields: Fields) -> dict[str, Any]:
    """The sandbox's clock."""
    fields.done()
    return {"now_ms": world.clock.now_ms(), "offset_ms": world.clock.offset_ms, "speed": world.clock.speed}


def set_clock(world: World, fields: Fields) -> dict[str, Any]:
    """The sandbox's clock, set by `offset_ms` or moved by `advance_ms`."""
    before, offset = world.clock.offset_ms, fields.get("offset_ms", int)
    after = (before if offset is None else offset) + fields.get("advance_ms", int, 0)
    fields.done()
    if not _EARLIEST <= world.clock.now_ms() - before + after < _BEFORE:
        raise ControlError(f"expected a time from the year {_YEARS[0]} until before {_YEARS[1]}")
    if after != before:
        world.clock.offset_ms = after
        world.events.add("clock", None, now_ms=world.clock.now_ms(), offset_ms=after)
    return clock(world, fields)


def state(world: World, fields: Fields) -> dict[str, Any]:
    """Counts, and who the bot is."""
    world.updates.drop_expired()
    return {
        "bots": [get_me(world, {}, {})],
        "people": len(world.people),
        "chats": sum(1 for chat in world.chats.values() if not chat.private or world.bot.id in chat.members),
        "messages": sum(len(chat.messages) for chat in world.chats.values()),
        "pending_updates": len(world.updates.pending),
        "calls": world.calls.last,
        "violations": len(world.calls.violations),
        "last": world.events.last,
        "began_ms": world.began_ms,
    }


CALLS = {
    ("POST", "faults"): add_fault,
    ("GET", "faults"): list_faults,
    ("DELETE", "faults"): remove_faults,
    ("GET", "calls"): calls,
    ("GET", "violations"): violations,
    ("GET", "clock"): clock,
    ("POST", "clock"): set_clock,
    ("GET", "state"): state,
}
