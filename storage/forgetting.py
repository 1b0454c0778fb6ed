"""What must not be kept is blanked: the words of finished events and messages after the retention, or at once.

What was said in enquiries and applications, asked of the profile and written in letters is kept longer and blanked here as
well. The rows stay, because they say what happened; only what people wrote goes. Everything is done in slices, each a short
transaction, so that nobody waits behind it.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.outbox import State
from storage.database import Database
from storage.schema import (
    application_files,
    applications,
    enquiries,
    enquiry_messages,
    inbox,
    letters,
    outbox,
    payloads,
    proposals,
    questions,
    slips,
    taps,
)
from storage.unit import Unit

SLICE = 500
BLANK = ""
NOTHING = "{}"
"""What is left of answers and of a message in an enquiry."""

UNWRITTEN: dict[str, str | bytes] = {"raw": b"", "sender": BLANK, "message_id": BLANK}
"""What is left of a letter."""


async def forget(database: Database, *, before: int, slice_: int = SLICE) -> int:
    """Blank and delete what was finished before the instant ``before``; return how many rows it was.

    An uncertain message counts as finished: after so long nobody should send it again.
    """
    finished = (inbox.c.state != "waiting") & (inbox.c.done_at < before) & (inbox.c.payload != BLANK)
    rows = outbox.c.payload_id == payloads.c.id
    ended = func.coalesce(outbox.c.ended_at, outbox.c.created_at) < before
    still_needed = exists().where(rows, outbox.c.state.in_((State.PENDING, State.SENDING)) | ~ended)
    unneeded = (payloads.c.body != BLANK) & exists().where(rows) & ~still_needed
    count = await _blank(database, inbox, finished, slice_, payload=BLANK)
    count += await _blank(database, payloads, unneeded, slice_, body=BLANK)
    return count + await _drop_taps(database, before, slice_)


async def forget_enquiries(database: Database, *, before: int, slice_: int = SLICE) -> int:
    """Blank the contents of what was closed, decided, asked or taken before an instant; return how many rows it was.

    A letter's digest stays: by it the letter is known again when the mailbox is numbered anew.
    """
    over = (enquiries.c.state == "closed") & (enquiries.c.closed_at < before)
    of_such = enquiry_messages.c.enquiry_id.in_(select(enquiries.c.id).where(over))
    unblanked = of_such & (enquiry_messages.c.content != NOTHING)
    asked = (questions.c.asked_at < before) & (questions.c.text != BLANK)
    written = or_(*(letters.c[name] != blank for name, blank in UNWRITTEN.items()))
    count = await _blank(database, enquiries, over & (enquiries.c.answers != NOTHING), slice_, answers=NOTHING)
    count += await _blank(database, enquiry_messages, unblanked, slice_, content=NOTHING)
    count += await _blank(database, letters, (letters.c.received_at < before) & written, slice_, **UNWRITTEN)
    count += await _forget_membership(database, before, slice_)
    return count + await _blank(database, questions, asked, slice_, text=BLANK)


async def _forget_membership(database: Database, before: int, slice_: int) -> int:
    """Blank what applications, proposals and slips said that were decided before an instant; the roster has what it needs."""
    ended = applications.c.decided_at < before
    of_such = application_files.c.application_id.in_(select(applications.c.id).where(ended))
    papers = of_such & (application_files.c.content != BLANK)
    count = await _blank(database, application_files, papers, slice_, content=BLANK)
    count += await _blank(database, applications, ended & (applications.c.answers != NOTHING), slice_, answers=NOTHING)
    decided = (proposals.c.decided_at < before) & (proposals.c.changes != NOTHING)
    count += await _blank(database, proposals, decided, slice_, changes=NOTHING)
    shown = (slips.c.decided_at < before) & (slips.c.content != NOTHING)
    return count + await _blank(database, slips, shown, slice_, content=NOTHING)


async def blank_event(unit: Unit, event_id: int) -> None:
    """Blank one event's payload within its own transaction."""
    await unit.write(update(inbox).where(inbox.c.id == event_id).values(payload=BLANK))


async def _blank(database: Database, table: Table, condition: ColumnElement[bool], slice_: int, **blanks: str | bytes) -> int:
    """Put ``blanks`` into the columns they name wherever ``condition`` holds, which then no longer does."""
    count, last = 0, 0
    while ids := await _next(database, table, condition, last, slice_):
        async with database.writing() as connection:
            # The condition again: between the look and the turn to write, a row may have been taken up.
            changed = await connection.execute(update(table).where(table.c.id.in_(ids), condition).values(blanks))
            count, last = count + changed.rowcount, ids[-1]
    return count


async def _next(database: Database, table: Table, condition: ColumnElement[bool], last: int, slice_: int) -> Sequence[int]:
    async with database.reading() as connection:
        found = await connection.execute(
            select(table.c.id).where(table.c.id > last, condition).order_by(table.c.id).limit(slice_)
        )
        return found.scalars().all()


async def _drop_taps(database: Database, before: int, slice_: int) -> int:
    count = 0
    while True:
        async with database.writing() as connection:
            dropped = await _drop_some_taps(connection, before, slice_)
        count += dropped
        if dropped < slice_:
            return count


async def _drop_some_taps(connection: AsyncConnection, before: int, slice_: int) -> int:
    key = (taps.c.person_id, taps.c.button)
    old = (await connection.execute(select(*key).where(taps.c.pressed_at < before).limit(slice_))).all()
    for person_id, button in old:
        await connection.execute(delete(taps).where(taps.c.person_id == person_id, taps.c.button == button))
    return len(old)
