"""How far a mailbox has been read, and from where to read on.

A mailbox numbers its letters, and may number them anew: then the time they came is all there is to go by, and what was taken
before is known by its content.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.instants import MINUTE

SLACK = 10 * MINUTE
"""How far the server's clock may be from ours without a letter being missed after the first start."""


class Mailbox(NamedTuple):
    """A folder of an account."""

    account: str
    folder: str


@dataclass(frozen=True, slots=True)
class Place:
    """Every letter up to ``uid`` has been seen; those that came before the instant ``since`` stay untouched."""

    since: int
    uidvalidity: int
    uid: int


def resumed(known: Place | None, uidvalidity: int, next_uid: int, wanted: int | None, now: int) -> Place:
    """Return from where to read on.

    ``wanted`` is the operator's ``since``; without one it is the first start. A next UID that is not above what has been seen
    means that the letters were numbered anew, whatever the server says of it; 0 is one that is not known.
    """
    if known is None:
        return Place(now - SLACK, uidvalidity, next_uid - 1) if wanted is None else Place(wanted, uidvalidity, 0)
    since = known.since if wanted is None else wanted
    if uidvalidity != known.uidvalidity or 0 < next_uid <= known.uid or since < known.since:
        return Place(since, uidvalidity, 0)
    return replace(known, since=since)
