"""Answers to taps: given at once after the commit, best effort, never repeated. Everything that matters is a row."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

import structlog

from bot.telegram.gateway import Gateway, Refused
from bot.telegram.transport import TransportError
from handlers.kit.buttons import Claim
from handlers.kit.event import Event, Toast

log = structlog.get_logger()

TEXT_LIMIT = 200
PATIENCE = 10.0

ACTION = re.compile(r"[a-z_]{1,20}(?::[a-z-]{1,20})?")
"""What a button is called in the data it carries; what stands behind it says whose it is."""


class TapAnswers:
    """Collects the answers of a batch and gives them once it is committed."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._waiting: list[tuple[str, Toast]] = []
        self._running: set[asyncio.Task[None]] = set()

    def collect(self, query_id: str, toast: Toast) -> None:
        """Note what a tap is answered with."""
        self._waiting.append((query_id, toast))

    def release(self) -> None:
        """Give the collected answers; nobody waits for them."""
        for query_id, toast in self._waiting:
            task = asyncio.get_running_loop().create_task(self._answer(query_id, toast))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        self._waiting.clear()

    async def close(self) -> None:
        """Let the answers under way end."""
        if self._running:
            await asyncio.wait(self._running, timeout=2.0)

    async def _answer(self, query_id: str, toast: Toast) -> None:
        parameters: dict[str, Any] = {"callback_query_id": query_id}
        if toast.text:
            parameters |= {"text": toast.text[:TEXT_LIMIT], "show_alert": toast.alert}
        try:
            await self._gateway.call("answerCallbackQuery", parameters, read_timeout=PATIENCE)
        except (TransportError, Refused):
            return  # too old, or the network is away: the changed message is what counts


def log_refusal(event: Event, update: Mapping[str, Any]) -> None:
    """Log who pressed what in vain; of a button that no capability knows, what somebody forged into it stays out."""
    data = update["callback_query"].get("data", "")
    claims = (getattr(each, "pattern", None) for part in event.registry.capabilities for each in part.handlers)
    known = any(isinstance(each, Claim) and each.pattern.fullmatch(data) for each in claims)
    named = ACTION.match(data) if known else None
    who = event.actor.person.id if event.actor else None
    log.info("press.refused", key=event.key, person=who, action=named.group() if named else "")
