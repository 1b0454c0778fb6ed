"""What the bot's database tells whoever watches the demo: read beside the running bot, and never written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from handlers.kit.markup import clip, plain
from storage import tally
from storage.database import Database

SHOWN = 200
"""How much is shown of a message the clock gave rise to."""


class Books:
    """The inbox and the outbox of the bot with the id ``bot_id``."""

    def __init__(self, path: Path, bot_id: int) -> None:
        self._database = Database(path)
        self._source = f"telegram:{bot_id}"

    async def counts(self) -> dict[str, dict[str, int]]:
        """Return how much is in both, by state."""
        async with self._database.reading() as connection:
            came, went = await tally.came_in(connection), await tally.went_out(connection)
        stored = {"stored": sum(came.values()), "waiting": came.get("waiting", 0), "set_aside": came.get("poisoned", 0)}
        return {"inbox": stored, "outbox": went}

    async def lacking(self, updates: Sequence[int]) -> int:
        """Return how many of ``updates`` the inbox does not hold."""
        async with self._database.reading() as connection:
            return len(updates) - await tally.stored(connection, self._source, [str(update) for update in updates])

    async def are_settled(self) -> bool:
        """Whether everything that came in is handled and everything that goes out has gone."""
        counts = await self.counts()
        return not (counts["inbox"]["waiting"] or counts["outbox"]["pending"] or counts["outbox"]["sending"])

    async def fired(self, spans: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
        """Return what the bot's clock gave rise to within ``spans`` of its own time, oldest first."""
        async with self._database.reading() as connection:
            found = await tally.fired(connection, spans)
        return [_shown(each) for each in found]

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()


def _shown(fired: tally.Fired) -> dict[str, Any]:
    text = fired.payload.get("text") or fired.payload.get("caption")
    words = {"text": clip(plain(str(text)), SHOWN)} if text else {}
    return {"at_ms": fired.at, "job": fired.job, "chat": int(fired.recipient), "method": fired.method} | words
