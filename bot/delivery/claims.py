"""Turns picked rows into calls, inside the transaction that moves them to ``sending``: nothing leaves before it commits."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery import references
from bot.delivery.outcome import Call
from domain.pacing import Kind, kind_of
from domain.people import ChannelKind
from storage import delivery
from storage.delivery import Row

REMEMBERED = 256
"""Payloads kept parsed: a notice to everybody is one payload."""

WORTH_KEEPING = 65_536
"""Longer ones carry files, and are read again instead."""


@dataclass(slots=True)
class Claimed:
    """What became of the picked rows: calls to make, rows that wait for another, rows no longer pending."""

    calls: list[Call] = field(default_factory=list)
    waiting: list[tuple[Row, int]] = field(default_factory=list)
    gone: list[Row] = field(default_factory=list)


class Claims:
    """Makes claims in the name of one ``epoch``."""

    def __init__(self, epoch: int) -> None:
        self._epoch = epoch
        self._payloads: OrderedDict[int, Mapping[str, Any]] = OrderedDict()

    async def claim(self, connection: AsyncConnection, picked: Sequence[Row], hold: int) -> Claimed:
        """Claim what can go now. Rows up to ``hold`` may stay held for days: what refers to one of them does not wait."""
        claimed = Claimed()
        payloads = await self._read(connection, picked)
        referred = {row for payload in payloads.values() for row in references.referred(payload)}
        found = await delivery.standing(connection, referred) if referred else {}
        standing = {row: at for row, at in found.items() if row > hold or at[0] not in references.OPEN}
        calls = []
        for row in picked:
            try:
                calls.append(_call(row, payloads[row.payload_id], standing))
            except references.Waits as waits:
                claimed.waiting.append((row, waits.row))
        attempts = await delivery.claim(connection, [call.row.id for call in calls], self._epoch) if calls else {}
        for call in calls:
            if call.row.id in attempts:
                claimed.calls.append(replace(call, row=replace(call.row, attempt=attempts[call.row.id])))
            else:
                claimed.gone.append(call.row)
        return claimed

    async def _read(self, connection: AsyncConnection, rows: Sequence[Row]) -> dict[int, Mapping[str, Any]]:
        wanted = {row.payload_id for row in rows}
        known = {number: self._payloads[number] for number in wanted if number in self._payloads}
        if missing := wanted - known.keys():
            for number, body in (await delivery.bodies(connection, missing)).items():
                known[number] = orjson.loads(body or b"{}")
                if len(body) <= WORTH_KEEPING:
                    self._payloads[number] = known[number]
        while len(self._payloads) > REMEMBERED:
            self._payloads.popitem(last=False)
        return known


def _call(row: Row, payload: Mapping[str, Any], standing: references.Standing) -> Call:
    try:
        params = references.resolved(payload, standing, row.recipient)
    except references.Orphaned:
        return Call(row, {}, orphaned=True)
    if row.channel is ChannelKind.TELEGRAM and ("chat_id" in params or kind_of(row.method) is not Kind.OTHER):
        params["chat_id"] = _chat_id(row.recipient)  # the row knows where its chat is now; the payload may be older
    return Call(row, params)


def _chat_id(recipient: str) -> int | str:
    return int(recipient) if recipient.lstrip("-").isdecimal() else recipient
