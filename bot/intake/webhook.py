"""The other way in: Telegram posts updates to us. The route itself is in `bot.web`; here it is made known to Telegram."""

from urllib.parse import urlsplit

import structlog

from bot.alarms import Trouble, Watch
from bot.clock import Clock
from bot.intake.receiver import ALLOWED_UPDATES
from bot.telegram.gateway import Gateway, Refused
from bot.telegram.transport import TransportError

log = structlog.get_logger()

RENEWED_EVERY = 300.0
"""Seconds after which the address is said again: a second bot, or a person, may have changed it meanwhile."""

PAUSE = 5.0


class Webhook:
    """Keeps the webhook's address set at Telegram; ``path`` and ``secret`` are what its requests must come with."""

    def __init__(self, gateway: Gateway, clock: Clock, watch: Watch, url: str, secret: str) -> None:
        self._gateway = gateway
        self._clock = clock
        self._watch = watch
        self.path = urlsplit(url).path or "/"
        self.secret = secret
        self._parameters = {"url": url, "secret_token": secret, "allowed_updates": ALLOWED_UPDATES}

    async def run(self) -> None:
        """Say the address, again and again, until cancelled."""
        while True:
            await self._clock.sleep(RENEWED_EVERY if await self._set() else PAUSE)

    async def _set(self) -> bool:
        try:
            await self._gateway.call("setWebhook", self._parameters)
        except (TransportError, Refused) as error:
            self._watch.failing(Trouble.POLLING)
            log.warning("webhook.not_set", exc_info=error)
            return False
        self._watch.well(Trouble.POLLING)
        return True
