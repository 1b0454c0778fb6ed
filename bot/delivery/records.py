"""Writes down what became of rows, with everything that must become true in the same instant."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.outcome import Again, Ended, Outcome
from domain.outbox import Reason, Report, State
from domain.people import ChannelKind
from storage import delivery, inbox, moves
from storage.delivery import Change, Row

SOURCE = "outbox"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Finished:
    """A row whose call is over."""

    row: Row
    outcome: Outcome


async def record(connection: AsyncConnection, finished: Sequence[Finished], epoch: int, now: int) -> bool:
    """Record the end or the return of rows in ``sending``; return whether somebody is to hear of an end."""
    if not finished:
        return False
    changed = await delivery.settle(connection, [_change(one.row, one.outcome, now) for one in finished], epoch, now)
    if changed != len(finished):
        log.error("delivery.rows_not_ours", expected=len(finished), changed=changed)
    ends = [(one.row, one.outcome) for one in finished if isinstance(one.outcome, Ended)]
    for channel in ChannelKind:
        lost = [row.recipient for row, end in ends if row.channel is channel and _lost_a_person(row, end)]
        if lost:
            await delivery.mark_unreachable(connection, channel, lost, now)
    for one in finished:
        if isinstance(one.outcome, Again) and one.outcome.moved_to is not None:
            await moves.move(connection, one.row.recipient, one.outcome.moved_to)
    ends += await _called_back(connection, [one.row for one in finished if isinstance(one.outcome, Again)])
    reports = [_report(row, end) for row, end in ends if _is_wanted(row, end)]
    await inbox.store(connection, SOURCE, reports, now)
    return bool(reports)


async def _called_back(connection: AsyncConnection, rows: Sequence[Row]) -> list[tuple[Row, Ended]]:
    """Return those of the rows that were to go out again, and were called back during the call that failed."""
    ended = await delivery.called_back(connection, [row.id for row in rows]) if rows else set()
    return [(row, Ended(State.CANCELLED)) for row in rows if row.id in ended]


def _change(row: Row, outcome: Outcome, now: int) -> Change:
    if isinstance(outcome, Again):
        attempt = row.attempt if outcome.counted else row.attempt - 1  # what was surely not sent is no attempt
        return Change(row.id, row.attempt, State.PENDING, attempt, now + outcome.delay_ms, error=outcome.error)
    return Change(
        row.id, row.attempt, outcome.state, row.attempt, row.not_before, outcome.reason, outcome.error, outcome.message_id
    )


def _lost_a_person(row: Row, end: Ended) -> bool:
    is_group = row.channel is ChannelKind.TELEGRAM and row.recipient.startswith("-")
    return end.reason is Reason.UNREACHABLE and not is_group


def _is_wanted(row: Row, end: Ended) -> bool:
    return row.report is Report.ALWAYS or (row.report is Report.TROUBLE and end.state is not State.SENT)


def _report(row: Row, end: Ended) -> tuple[str, str]:
    report = {
        "row": row.id,
        "subject": row.subject,
        "state": end.state,
        "reason": end.reason,
        "message_id": end.message_id,
    }
    return f"{row.id}:{row.attempt}", orjson.dumps(report).decode()
