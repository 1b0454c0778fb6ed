"""The colleague at the desk: answers every new card once, where it stands."""

from typing import Any

from stage import Control, Player

from .screens import REFERENCE
from .sight import Sight

CARD = "🆕"


class Colleague:
    """``answered`` holds what was written for each reference."""

    def __init__(self, control: Control, sight: Sight, owner: Player, staff_chat: int) -> None:
        self._control, self._owner, self._chat = control, owner.id, staff_chat
        self._view = sight.chats[staff_chat]
        self._known: dict[int, str | None] = {}  # what each message says never changes
        self.answered: dict[str, str] = {}

    async def works(self) -> None:
        """Answer cards until cancelled."""
        while True:
            reference, card = await self._view.until(self._new_card)
            text = f"您好，答复第 {len(self.answered) + 1} 号：欢迎咨询。"
            await self._control.post("say", **{"from": self._owner, "chat": self._chat, "text": text} | place_of(card))
            self.answered[reference] = text

    def cards(self) -> set[str]:
        """Return the references that have come to the desk."""
        return {reference for message in self._view.of_bot() if (reference := self._reference(message))}

    def _new_card(self) -> tuple[str, dict[str, Any]] | None:
        for message in self._view.of_bot():
            reference = self._reference(message)
            if reference and reference not in self.answered:
                return reference, message
        return None

    def _reference(self, message: dict[str, Any]) -> str | None:
        number = message["message_id"]
        if number not in self._known:
            found = REFERENCE.search(message["text"]) if message.get("text", "").startswith(CARD) else None
            self._known[number] = found[0] if found else None
        return self._known[number]


def place_of(message: dict[str, Any]) -> dict[str, int]:
    """Return where the answer to a message of the bot is written: in its topic, or as a reply."""
    return {"thread": message["message_thread_id"]} if "message_thread_id" in message else {"reply_to": message["message_id"]}
