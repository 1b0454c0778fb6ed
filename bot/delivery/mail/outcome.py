"""What becomes of a letter's row after the server said no: decided here without doing anything."""

import re

from bot.delivery.mail.failures import Rejected, Step
from bot.delivery.outcome import Again, Ended, Outcome, scrub
from domain.outbox import Reason, State
from storage.delivery import Row

TRIES = 30
"""How often a letter is offered that the server puts off: after a minute, doubling up to an hour, so for about a day."""

SOON_MS, LATER_MS = 60_000, 3_600_000

UNKNOWN = (550, 551, 553)
STATUS = re.compile(r"\s*([45])\.(\d{1,3})\.(\d{1,3})\b")


def of_rejection(row: Row, rejected: Rejected) -> Outcome:
    """Decide after the server refused this letter, which means: it did not take it."""
    words = scrub(rejected.code, rejected.words)
    if not rejected.permanent:
        return put_off(row, words)
    reason = Reason.UNREACHABLE if _is_unknown(rejected) else Reason.REFUSED
    return Ended(State.FAILED, reason, words)


def put_off(row: Row, words: str) -> Outcome:
    """Decide when a letter was surely not taken and another try may do; every one counts, so that there is an end."""
    if row.attempt >= TRIES:
        return Ended(State.FAILED, Reason.REFUSED, words)
    return Again(min(LATER_MS, SOON_MS * 2 ** min(row.attempt - 1, 10)), words, counted=True)


def concerns_the_line(rejected: Rejected) -> bool:
    """Whether the refusal says something about our account and nothing about this letter; its size is the letter's own."""
    return rejected.step <= Step.SENDER and not (rejected.code == 552 or _status(rejected) == (5, 3, 4))


def _is_unknown(rejected: Rejected) -> bool:
    """Whether nobody has the address. Policy (5.7) and full boxes (5.2.2) are refusals, and the address may still be right."""
    if rejected.step is not Step.RECIPIENT:
        return False
    status = _status(rejected)
    return rejected.code in UNKNOWN if status is None else status[1] == 1 or status[1:] == (2, 1)


def _status(rejected: Rejected) -> tuple[int, int, int] | None:
    """Return the enhanced status code (RFC 3463), where the server gives one."""
    found = STATUS.match(rejected.words)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None
