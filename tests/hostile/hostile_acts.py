"""What people do in the town, all at once, and what came of each act: the answer to a press, and what its event queued."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import hostile_records as on_disk
from hostile_bot import Bot
from hostile_tongue import CODES
from stage import Player, Stage


@dataclass(frozen=True)
class Act:
    """What somebody is about to do where they stand: press what ``data`` says under ``message``, or else write ``words``.

    ``about`` is the enquirer it concerns.
    """

    who: Player
    about: Player
    message: dict[str, Any] = field(default_factory=dict)
    data: str = ""
    words: dict[str, Any] = field(default_factory=dict)

    def by(self, who: Player, message: dict[str, Any] | None = None) -> "Act":
        """Return the same act of somebody else, who claims it under another ``message`` if one is given."""
        return replace(self, who=who, message=message or self.message)


@dataclass(frozen=True)
class Begun:
    """An act that is on its way: what was pressed under, or written, and what finds its event and the answer to it."""

    act: Act
    message: dict[str, Any]
    event: str
    query: str = ""


@dataclass(frozen=True)
class Done:
    """What came of an act; ``caused`` are recipients and methods."""

    act: Act
    answer: dict[str, Any]
    caused: list[tuple[str, str]]

    @property
    def refused(self) -> bool:
        return bool(self.answer.get("show_alert") and self.said)

    @property
    def said(self) -> str:
        return str(self.answer.get("text", ""))


async def begin(stage: Stage, acts: Iterable[Act]) -> list[Begun]:
    """Let everybody act at once."""
    return list(await asyncio.gather(*(_begin(stage, act) for act in acts)))


async def _begin(stage: Stage, act: Act) -> Begun:
    if act.data:
        press = {"from": act.who.id, "chat": act.who.chat, "message": act.message["message_id"], "data": act.data}
        pressed = await stage.control.post("press", **press, force=True)
        return Begun(act, act.message, str(pressed["update_id"]), pressed["query_id"])
    said = await act.who.sends(**act.words)
    return Begun(act, said, f"{act.who.chat}/{said['message_id']}")


async def press_what_is_no_longer_shown(stage: Stage, language: str, act: Act) -> Begun:
    """Press under a message so old that Telegram no longer shows it to bots."""
    message = {"chat": act.message["chat"], "message_id": act.message["message_id"], "date": 0}
    sender = {"id": act.who.id, "is_bot": False, "first_name": act.who.name, "language_code": CODES[language]}
    press = {"id": "1", "from": sender, "message": message, "chat_instance": "1", "data": act.data}
    told = await stage.control.post("update", update={"callback_query": press})
    return Begun(act, act.message, str(told["update_id"]))


async def came_of(bot: Bot, begun: Iterable[Begun]) -> list[Done]:
    """Return what came of acts, once the bot has come to rest."""
    await bot.settled()
    events, caused = await on_disk.events(bot), await on_disk.caused(bot)
    return [Done(each.act, await _answer(bot, each), caused.get(events[each.event], [])) for each in begun]


async def _answer(bot: Bot, begun: Begun) -> dict[str, Any]:
    """Return the answer to a press; it is given after the commit, and may take a moment."""
    if not begun.query:
        return {}
    pressed = bot.stage.sandbox.world.queries.queries[begun.query]
    for _ in range(1000):
        if pressed.answer is not None:
            return pressed.answer
        await asyncio.sleep(0.005)
    raise AssertionError(f"{begun.act.data} was never answered")
