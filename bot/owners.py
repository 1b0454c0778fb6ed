"""A word to the owners in private: as outbox rows if the database takes them, else straight to Telegram, best effort."""

from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.telegram.gateway import Gateway, Refused
from bot.telegram.transport import Doubtful, TransportError
from domain.languages import Language
from domain.outbox import Draft
from domain.people import ChannelKind
from storage import outbox, people
from storage.database import Database, DatabaseUnusableError

READ_TIMEOUT = 10.0

_log = structlog.get_logger()


class Owners:
    """The owners of the installation, each addressed in their own language."""

    def __init__(self, ids: Sequence[int], default: Language, database: Database, gateway: Gateway, clock: Clock) -> None:
        self._ids = ids
        self._default = default
        self._database = database
        self._gateway = gateway
        self._clock = clock

    async def tell(self, key: str, text: Callable[[Language], str]) -> bool:
        """Give every owner ``text`` once for this ``key``; return whether it is on its way to one of them at least."""
        if not self._ids:
            return True
        try:
            await self._queue(key, text)
        except (SQLAlchemyError, DatabaseUnusableError, OSError) as error:
            _log.warning("owners.unqueued", exc_info=error)
            sent = [await self._send(owner, text(self._default)) for owner in self._ids]
            return any(sent)
        return True

    async def _queue(self, key: str, text: Callable[[Language], str]) -> None:
        addresses = [str(owner) for owner in self._ids]
        async with self._database.writing() as connection:
            known = await people.by_addresses(connection, ChannelKind.TELEGRAM, addresses)
            languages = {address: person.language for address, (person, _channel) in known.items()}
            drafts = [
                Draft(address, "sendMessage", {"text": text(languages.get(address, self._default))}, f"{key}:{address}")
                for address in addresses
            ]
            await outbox.insert(connection, drafts, self._clock.now())

    async def _send(self, owner: int, text: str) -> bool:
        try:
            await self._gateway.call("sendMessage", {"chat_id": owner, "text": text}, read_timeout=READ_TIMEOUT)
        except Doubtful:
            return True
        except (TransportError, Refused) as error:
            _log.warning("owners.unreached", exc_info=error)
            return False
        return True
