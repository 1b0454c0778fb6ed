"""Waking whoever waits: long polls, event streams and artificial delays all sleep on a bell."""

from __future__ import annotations

import asyncio


class Bell:
    """Rings for everybody who waits at that moment; once silenced, nobody waits any more."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.silenced = False

    def ring(self) -> None:
        """Wake all who wait now."""
        self._event.set()
        if not self.silenced:
            self._event.clear()

    def restore(self) -> None:
        """Ring again as before."""
        self.silenced = False
        self._event.clear()

    def silence(self) -> None:
        """Wake all for good: the server is about to end."""
        self.silenced = True
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for the next ring, at most so long; says whether it rang."""
        try:
            async with asyncio.timeout(seconds):  # `wait_for` would begin to listen a moment later, and miss a ring meanwhile
                await self._event.wait()
        except TimeoutError:
            return False
        return True
