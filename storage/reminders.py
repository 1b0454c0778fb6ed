"""The ledger of reminders: what was told to whom at which step, on which channel, or why it was not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, select, text, update

from domain.outbox import State as RowState
from domain.reminders import Line, Told, Why
from storage.obligations import SUBJECT_OF_LINE, call_back
from storage.schema import contacts, obligations, outbox, reminders
from storage.unit import Unit
from storage.upsert import upsert

NO_CHANNEL = "none"
"""The channel of a line that says that nothing was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line to be written; ``contact_id`` None is the office, or nobody."""

    obligation_id: int
    step: int
    contact_id: int | None
    channel: str = NO_CHANNEL
    state: Told
    reason: str = ""


async def supersede(unit: Unit, obligation_ids: Collection[int]) -> None:
    """Call back what still waits of earlier steps: one message says how things stand."""
    await call_back(unit, reminders.c.obligation_id.in_(obligation_ids), Told.SUPERSEDED, Why.LATER_STEP)


_ONCE: list[Any] = ["obligation_id", "step", text("coalesce(contact_id, 0)"), "channel"]


async def write_down(unit: Unit, lines: Sequence[NewLine]) -> dict[int, int]:
    """Add lines and return the number of each obligation's, of several the last one's.

    What stands there already, for this step, reader and channel, is not among them, unless it had been called back.
    """
    if not lines:
        return {}
    now = {"row_id": None, "at": unit.now, "ended_at": None}
    values = [asdict(each) | now for each in lines]
    new = upsert(reminders).values(values)
    anew = {name: new.excluded[name] for name in ("state", "reason", "row_id", "at", "ended_at")}
    statement = new.on_conflict_do_update(index_elements=_ONCE, set_=anew, where=reminders.c.state == Told.CANCELLED)
    found = await unit.write(statement.returning(reminders.c.id, reminders.c.obligation_id))
    return {row.obligation_id: row.id for row in found}


async def reach(unit: Unit, steps: Mapping[int, int]) -> None:
    """Store through which step obligations have been seen to."""
    connection = await unit.for_writing()
    values = [{"obligation": number, "step": step} for number, step in steps.items()]
    await connection.execute(_REACHED, values)


_REACHED = (
    update(obligations).where(obligations.c.id == bindparam("obligation")).values(reached=bindparam("step", type_=Integer))
)


async def tie(unit: Unit, lines: Collection[int]) -> None:
    """Note which rows of the outbox carry lines that have just been queued."""
    await unit.put_down()
    row = select(func.max(outbox.c.id)).where(outbox.c.subject == SUBJECT_OF_LINE).correlate(reminders).scalar_subquery()
    await unit.write(update(reminders).where(reminders.c.id.in_(lines)).values(row_id=row))


_LEAVES_AT = case((outbox.c.state == RowState.PENDING, outbox.c.not_before), else_=0)
_LINES = select(reminders, func.coalesce(_LEAVES_AT, 0).label("leaves_at")).outerjoin(outbox, outbox.c.id == reminders.c.row_id)


async def line(unit: Unit, number: int) -> Line | None:
    """Return a line of the ledger."""
    row = (await unit.read(_LINES.where(reminders.c.id == number))).first()
    return _line(row) if row else None


async def lines_of(unit: Unit, obligation_ids: Collection[int]) -> list[Line]:
    """Return the lines of some obligations, oldest first."""
    found = _LINES.where(reminders.c.obligation_id.in_(obligation_ids)).order_by(reminders.c.id)
    return [_line(row) for row in await unit.read(found)]


async def unreached_before(unit: Unit, obligation_ids: Collection[int]) -> set[int]:
    """Return of which obligations the ledger says already that nobody could be told."""
    lost = reminders.c.obligation_id.in_(obligation_ids) & (reminders.c.state == Told.UNREACHABLE)
    return set((await unit.read(select(reminders.c.obligation_id).where(lost))).scalars())


async def end(unit: Unit, number: int, state: Told, reason: str = "", *, was: Told = Told.QUEUED) -> None:
    """Store what became of a line that was queued, or what turned out of it later."""
    as_it_was = (reminders.c.id == number) & (reminders.c.state == was)
    await unit.write(update(reminders).where(as_it_was).values(state=state, reason=reason, ended_at=unit.now))


async def mail_refused(unit: Unit, contact_id: int, address: str) -> None:
    """Note that letters to a contact come back from an address, if it is theirs still."""
    theirs = (contacts.c.id == contact_id) & (contacts.c.mail == address) & contacts.c.mail_refused_at.is_(None)
    await unit.write(update(contacts).where(theirs).values(mail_refused_at=unit.now))


def _line(row: Any) -> Line:
    return Line(
        row.id,
        row.obligation_id,
        row.step,
        row.contact_id,
        row.channel,
        Told(row.state),
        row.reason,
        row.row_id,
        row.at,
        row.ended_at,
        row.leaves_at,
    )
