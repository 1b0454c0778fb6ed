"""Store updates before anybody acknowledges them; long polling and the webhook both end here."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from bot.clock import Clock
from storage import inbox
from storage.database import Database

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""What the bot wants to be told; always named, because Telegram remembers the list of the last call."""


class Receiver:
    """The one way in for updates of one bot."""

    def __init__(self, database: Database, clock: Clock, bot_id: int, on_stored: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._source = f"telegram:{bot_id}"
        self._on_stored = on_stored

    async def store(self, updates: Sequence[dict[str, Any]]) -> None:
        """Commit ``updates``; when this returns they may be acknowledged. A repeat is dropped."""
        items = [(str(update["update_id"]), _written(update)) for update in updates]
        async with self._database.writing() as connection:
            new = await inbox.store(connection, self._source, items, self._clock.now())
        if new:
            self._on_stored()


def _written(update: dict[str, Any]) -> str:
    """Return an update as JSON; of one nested too deeply to be written nothing but its number is kept, so that it passes."""
    try:
        return orjson.dumps(update).decode()
    except (TypeError, ValueError, RecursionError):
        return orjson.dumps({"update_id": update["update_id"]}).decode()
