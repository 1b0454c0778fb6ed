"""A payload may ask for a file that is yet to be made: ``{"$made": {"what": NAME, "params": {…}}}`` in place of a parameter.

It is made when the call is: what it shows is what is so then, and neither the outbox nor the disk ever holds it. ``params``
say whose ``language`` it speaks; a maker may know more. One is made at a time, for each takes memory.
"""

import asyncio
from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

import orjson

from bot.clock import Clock
from bot.making.makers import MAKERS
from bot.making.order import Drawing, Order
from bot.making.process import done
from bot.telegram.transport import Upload
from domain.instants import day_of
from domain.outbox import MADE
from domain.profile import Profile
from locales.texts import Texts
from storage.database import Database
from storage.unit import Unit


class Making:
    """Makes files of what the database holds."""

    def __init__(self, database: Database, profile: Profile, zone: tzinfo, clock: Clock) -> None:
        self._database, self._profile, self._zone, self._clock = database, profile, zone, clock
        self._one_at_a_time = asyncio.Lock()

    async def attached(self, params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
        """Return ``params`` with every such file replaced by its address within the request, and the files.

        Raises `bot.making.process.ChildFailed` when one cannot be made.
        """
        marks = {name: value[MADE] for name, value in params.items() if isinstance(value, dict) and value.keys() == {MADE}}
        files = {name: await self.made(**mark) for name, mark in marks.items()}
        return {**params, **{name: f"attach://{name}" for name in files}}, files

    async def made(self, what: str, params: Mapping[str, Any]) -> Upload:
        """Make the file called ``what`` in `bot.making.makers`; raise `ChildFailed` when that does not succeed."""
        now = self._clock.now()
        today = day_of(now, self._zone)
        order = Order(self._profile, Texts(params["language"], self._zone), today, params)
        async with self._one_at_a_time:
            async with self._database.reading() as connection:
                drawing = await MAKERS[what](Unit(connection, now), order)
            return Upload(drawing.name, await drawn(drawing))


async def drawn(drawing: Drawing) -> bytes:
    """Return the file a drawing becomes; raise `ChildFailed` when that does not succeed."""
    return await done(drawing.work, orjson.dumps(drawing.data))
