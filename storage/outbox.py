"""Rows that will leave: queued here inside an event's transaction, sent by the delivery worker after its commit."""

import secrets
from dataclasses import dataclass
from typing import cast

import orjson
from sqlalchemy import func, select
from sqlalchemy import insert as insert_into
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.outbox import Draft, on_doubt
from domain.outgoing import row_named
from domain.people import ChannelKind
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


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter of ours that somebody answers, or a server gives back; ``subject`` is what its row is about."""

    row: int
    recipient: str
    person_id: int | None
    subject: str | None


async def letter_called(connection: AsyncConnection, message_id: str) -> SentLetter | None:
    """Return the letter of ours that is called so. Only who has seen its Message-ID can name it, for the token must fit."""
    named = row_named(message_id)
    if named is None:
        return None
    columns = (outbox.c.id, outbox.c.recipient, outbox.c.person_id, outbox.c.subject)
    found = (await connection.execute(select(*columns).where(outbox.c.id == named[0], outbox.c.token == named[1]))).first()
    return SentLetter(found.id, found.recipient, found.person_id, found.subject) if found else None


async def count_to(connection: AsyncConnection, recipient: str, word: str, *, since: int) -> int:
    """Return how many rows to a recipient were queued after ``since`` whose subject begins with ``word``."""
    theirs = (outbox.c.recipient == recipient) & outbox.c.subject.startswith(f"{word}:") & (outbox.c.created_at > since)
    return int((await connection.execute(select(func.count()).where(theirs))).scalar_one())


async def any_about(connection: AsyncConnection, subject: str) -> bool:
    """Say whether a row about ``subject`` was ever queued."""
    return (await connection.execute(select(outbox.c.id).where(outbox.c.subject == subject).limit(1))).first() is not None


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
        "token": secrets.token_hex(8) if draft.channel == ChannelKind.MAIL else None,
        "created_at": now,
    }
