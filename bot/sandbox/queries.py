"""Taps on inline buttons, from the press to the answer."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.updates import TAP

KEPT = 10_000


@dataclass(slots=True)
class Query:
    """One tap; `answer` is what the bot said to it."""

    id: str
    chat: int
    person: int
    pressed: float
    answer: dict[str, Any] | None = None


class Queries:
    """The last taps."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.queries: OrderedDict[str, Query] = OrderedDict()

    def open(self, chat: int, person: int) -> Query:
        """A new tap, to be answered in time."""
        query = Query(str(secrets.randbelow(9 * 10**17) + 10**17), chat, person, self.clock.age())
        self.queries[query.id] = query
        if len(self.queries) > KEPT:
            self.queries.popitem(last=False)
        return query

    def answer(self, query_id: str, answer: dict[str, Any]) -> Query:
        """Answer a tap, once and in time."""
        query = self.queries.get(query_id)
        if query is None or query.answer is not None or self.clock.age() - query.pressed > TAP:
            raise self._too_old(repeated=query is not None and query.answer is not None)
        query.answer = answer
        return query

    def _too_old(self, *, repeated: bool) -> ApiError:
        reason = "query is too old and response timeout expired or query ID is invalid"
        return bad_request(reason, violation=repeated)
