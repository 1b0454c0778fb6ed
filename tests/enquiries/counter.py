"""An enquiry between two people, wherever the office sits: with topics, with reply threads, or with owners in private."""

from dataclasses import dataclass
from typing import Any

from conversation import asks
from stage import Player, Stage

MODES = ("topics", "threads", "owners")
QUESTION = "Our robot dog has learnt to whistle."


@dataclass
class Counter:
    """Who enquires, and the colleague at the card. ``asked`` is the message the enquiry began with."""

    enquirer: Player
    desk: Player
    card: dict[str, Any]
    asked: dict[str, Any]
    reference: str
    reply: dict[str, Any]

    async def answers(self, text: str) -> dict[str, Any]:
        return await self.desk.says(text, **self.reply)

    async def writes_on(self, text: str) -> dict[str, Any]:
        """Let the enquirer add something and be told that it is passed on."""
        said = await self.enquirer.says(text)
        await self.enquirer.sees("Passed to the office")
        return said

    async def shown(self) -> list[str]:
        """Return what the bot has posted at the desk about the enquiry, oldest first."""
        return [_words(m) for m in await self.desk.messages() if m["from"]["is_bot"] and "forum_topic_created" not in m]

    async def received(self) -> list[str]:
        """Return what the enquirer has been told, oldest first."""
        return [_words(m) for m in await self.enquirer.messages() if m["from"]["is_bot"]]


async def with_office(stage: Stage, mode: str) -> None:
    await stage.with_office(forum=mode == "topics", group=mode != "owners")


async def opened(stage: Stage, mode: str = "topics", text: str = QUESTION, name: str = "Bob") -> Counter:
    """Let somebody enquire, and a colleague see the card."""
    bob = await stage.person(name, "en")
    desk = stage.owner if mode == "owners" else stage.at_desk()
    assert desk is not None
    reference = await asks(bob, text)
    card = await desk.sees(reference)
    asked = next(m for m in await bob.messages() if not m["from"]["is_bot"])
    if mode == "topics":
        desk = stage.at_desk(card["message_thread_id"])
    reply = {} if mode == "topics" else {"reply_to": card["message_id"]}
    return Counter(bob, desk, card, asked, reference, reply)


def _words(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "·")
