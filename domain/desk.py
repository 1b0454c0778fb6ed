"""The desk at a glance: what its lists show of an enquiry, and whether the staff group is being reached."""

from dataclasses import dataclass
from enum import StrEnum

from domain.enquiries import Subject
from domain.outbox import Reason, State

PATIENCE = 600_000
"""How long a message may wait for the staff group, in milliseconds, while none arrives there."""


class View(StrEnum):
    """A list of open enquiries."""

    OPEN = "open"
    WAITING = "waiting"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Entry:
    """An open enquiry as a list shows it. ``topic`` and ``card`` are what leads to it in the staff group, by message id.

    ``by_mail``: the enquirer wrote a letter last, and is answered by one.
    """

    id: int
    reference: str
    subject: Subject
    organisation: str
    name: str
    blocked: bool
    waiting_since: int | None
    taken_by: str | None
    topic: int | None
    card: int | None
    by_mail: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """How messages fare that go to the staff group.

    ``posts`` wait, of those that were tried in vain the oldest since ``since``; ``last`` is how and when the newest message
    ended.
    """

    posts: int
    since: int | None
    last: tuple[State, Reason | None, int] | None

    @property
    def refuses(self) -> bool:
        """Whether the group did not take the newest message; one whose topic alone is gone was heard."""
        return self.last is not None and self.last[0] is not State.SENT and self.last[1] is not Reason.TOPIC_LOST

    def is_lost(self, now: int) -> bool:
        """Whether the group takes nothing: it refuses, or messages wait and none arrives."""
        stuck = self.since is not None and now - self.since > PATIENCE
        return self.refuses or (stuck and (self.last is None or now - self.last[2] > PATIENCE))
