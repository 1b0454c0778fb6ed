"""Fetching updates, and having them delivered to a webhook."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import ApiError, mistake
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.updates import Update
from bot.sandbox.world import World

LONGEST_POLL = 50
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "terminated by setWebhook request"
_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def _conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")


async def get_updates(world: World, params: Params, files: Files) -> list[Update]:
    """The oldest unconfirmed updates, waiting for one if asked to; the newest reader wins."""
    if world.webhook.url:
        raise _conflict(_WEBHOOK_ACTIVE)
    queue = world.updates
    queue.remember(params.get("allowed_updates"))
    limit = min(100, max(1, params.get("limit", 100)))
    turn = queue.take_turn(_OTHER_POLLER)
    if queue.confirm(params.get("offset", 0)):
        world.changed = True
    ends = time.monotonic() + min(LONGEST_POLL, max(0, params.get("timeout", 0)))
    while not (updates := queue.head(limit)):
        left = ends - time.monotonic()
        if left <= 0 or queue.bell.silenced:
            return []
        await queue.bell.wait(left)
        if queue.turn != turn:
            raise _conflict(queue.interruption)
    return updates


async def set_webhook(world: World, params: Params, files: Files) -> bool:
    """Deliver updates to an address."""
    url, secret = params["url"], params.get("secret_token")
    if urlsplit(url).scheme not in {"http", "https"}:
        raise mistake("bad webhook: An HTTPS URL must be provided for webhook")
    if secret is not None and not _SECRET.fullmatch(secret):
        raise mistake("secret token contains unallowed characters" if len(secret) <= 256 else "secret token is too long")
    connections = params.get("max_connections", 40)
    world.updates.remember(params.get("allowed_updates"))
    if params.get("drop_pending_updates"):
        world.updates.pending.clear()
    world.updates.take_turn(_WEBHOOK_SET)
    await world.webhook.set(url, secret=secret, max_connections=min(100, max(1, connections)))
    return True


async def delete_webhook(world: World, params: Params, files: Files) -> bool:
    """Go back to fetching."""
    if params.get("drop_pending_updates"):
        world.updates.pending.clear()
    await world.webhook.set("")
    return True


def get_webhook_info(world: World, params: Params, files: Files) -> dict[str, Any]:
    """Where updates go and what went wrong last."""
    webhook = world.webhook
    world.updates.drop_expired()
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info["last_error_date"], info["last_error_message"] = webhook.last_error
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


METHODS: dict[str, Callable[[World, Params, Files], Any]] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
