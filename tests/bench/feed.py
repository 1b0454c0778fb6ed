"""What Telegram has to say during a run: updates made before the clock starts, handed out as their offset confirms them."""

from dataclasses import dataclass, field
from typing import Any

import orjson

CHATS = 500
FIRST_UPDATE = 1_000
FIRST_USER = 100_001
DATE = 1_767_225_600
LARGEST_BATCH = 100

TEXTS = {
    "command": "/help",
    "text": "Good morning, could you tell us when the next working group on robotics meets, and who may take part?",
}
"""The kinds of events: one that only answers, and one that also becomes part of an enquiry."""


def user(number: int) -> int:
    """Return the id of one of the people who write, and of their private chat."""
    return FIRST_USER + number % CHATS


def _update(number: int, kind: str) -> dict[str, Any]:
    sender, text = user(number), TEXTS[kind]
    message: dict[str, Any] = {
        "message_id": 10 + number // CHATS,
        "date": DATE,
        "chat": {"id": sender, "type": "private", "first_name": "Wei", "last_name": f"Lin {sender}"},
        "from": {"id": sender, "is_bot": False, "first_name": "Wei", "last_name": f"Lin {sender}", "language_code": "zh-hans"},
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": FIRST_UPDATE + number, "message": message}


@dataclass
class Feed:
    """The updates of one run."""

    kind: str
    count: int
    _ready: list[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._ready = [orjson.dumps(_update(number, self.kind)) for number in range(self.count)]

    def batch(self, offset: int, limit: int) -> bytes:
        """Return the JSON of the updates from ``offset`` on; the ones before it are confirmed and not told again."""
        start = max(0, offset - FIRST_UPDATE)
        return b"[" + b",".join(self._ready[start : start + min(limit, LARGEST_BATCH)]) + b"]"
