"""The bot's own process, where whoever runs the sandbox runs the bot as well: what can be seen of it, and how to kill it.

The sandbox knows nothing of the bot but this.
"""

from __future__ import annotations

from typing import Any, Protocol


class BotBehind(Protocol):
    """A bot that is started again whenever it ends."""

    async def look(self) -> dict[str, Any]:
        """Return whether it runs and what it has done.

        ``{"running", "starts", "started_ms", "inbox": {"stored", "waiting", "set_aside"}, "outbox": {STATE: rows, …},
        "updates": {"taken", "lost"}}``; ``lost`` are updates it has confirmed and does not hold.
        """
        ...

    async def fired(self, since_ms: int, before_ms: int | None) -> list[dict[str, Any]]:
        """Return what its clock has made it queue between two instants of the machine's wall time (None: now), oldest first.

        Each ``{"at_ms", "job", "chat", "method", "text"?}``; ``at_ms`` is the time on the bot's own clock.
        """
        ...

    async def kill(self) -> None:
        """Kill it (SIGKILL) and return once it has ended; it is started again soon."""
        ...
