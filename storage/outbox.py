"""Rows that will leave: queued here inside an event's transaction, sent by the delivery worker after its commit."""

from typing import cast

import orjson
from sqlalchemy import insert as insert_into
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.outbox import Draft, on_doubt
from storage.schema import outbox, payloads
from storage.upsert import upsert

_ADD_PAYLOADS = insert_into(payloads).returning(payloads.c.id, sort_by_parameter_order=True)
_ADD_ROWS = upsert(outbox).on_conflict_do_nothing(index_elements=["dedupe_key"])


async def insert(connection: AsyncConnection, drafts: list[Draft], now: int) -> None:
    """Write ``drafts`` in order; one whose dedupe key is known already is dropped."""
    if not drafts:
        return
    bodies = [{"body": orjson.dumps(draft.payload).decode()} for draft in drafts]
    stored = await connection.execute(_ADD_PAYLOADS, bodies)
    ids = stored.scalars().all()
    rows = [_row(draft, payload_id, now) for draft, payload_id in zip(drafts, ids, strict=True)]
    await connection.execute(_ADD_ROWS, rows)


async def row_of(connection: AsyncConnection, dedupe_key: str) -> int:
    """Return the id of the row with ``dedupe_key``."""
    found = await connection.execute(select(outbox.c.id).where(outbox.c.dedupe_key == dedupe_key))
    return cast(int, found.scalar_one())


def _row(draft: Draft, payload_id: int, now: int) -> dict[str, object]:
    return {
        "lane": int(draft.lane),
        "channel": draft.channel,
        "recipient": draft.recipient,
        "person_id": draft.person_id,
        "method": draft.method,
        "payload_id": payload_id,
        "dedupe_key": draft.dedupe_key,
        "subject": draft.subject,
        "report": int(draft.report),
        "on_doubt": draft.on_doubt or on_doubt(draft.lane, draft.method),
        "not_before": draft.not_before,
        "created_at": now,
    }
