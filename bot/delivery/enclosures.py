"""A payload may name what came in a letter: ``{"$enclosed": [LETTER, INDEX]}`` in place of a parameter.

Without an index it is the letter itself. The bytes stay in the letter as it came and are taken out of it when the call is made:
its files are not copied into the outbox, and a letter that is erased takes them along. One letter is opened at a time, for a
large one takes many times its size in memory.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.telegram.transport import Upload
from domain.letters import read
from storage import letters
from storage.database import Database

MARK = "$enclosed"


class Gone(Exception):
    """The letter was forgotten, and what came in it too."""


class Enclosures:
    """Opens letters for the calls that carry something of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._one_at_a_time = asyncio.Lock()

    async def attached(self, params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
        """Return ``params`` with every such file replaced by its address within the request, and the files; or raise `Gone`."""
        marks = {name: value[MARK] for name, value in params.items() if isinstance(value, dict) and value.keys() == {MARK}}
        files = {name: await self._upload(*mark) for name, mark in marks.items()}
        return {**params, **{name: f"attach://{name}" for name in files}}, files

    async def _upload(self, number: int, index: int | None) -> Upload:
        async with self._one_at_a_time:
            async with self._database.reading() as connection:
                raw = await letters.raw(connection, number)
            if not raw:
                raise Gone
            if index is None:
                return Upload(f"{number}.eml", raw)
            found = (await asyncio.to_thread(read, raw)).attachments[index]
            return Upload(found.name, found.content)
