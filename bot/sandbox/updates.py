"""The bot's queue of updates, with Telegram's rules: growing ids, expiry, kinds asked for, one reader at a time."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.clock import Clock

Update = dict[str, Any]
DAY = 86_400.0
TAP = 150.0
REMEMBERED = 1_000
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "message_reaction",
        "message_reaction_count",
        "shipping_query",
        "pre_checkout_query",
        "chat_boost",
        "removed_chat_boost",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "purchased_paid_media",
    }
)


@dataclass(slots=True)
class Pending:
    """An update waiting to be fetched or delivered; `lane` is what it must stay in order with."""

    update: Update
    expires: float
    lane: str
    raw: bool = False
    handed_out: bool = False


class UpdateQueue:
    """Updates not yet confirmed, oldest first."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.next_id = 100_000_000 + secrets.randbelow(800_000_000)
        self.pending: dict[int, Pending] = {}
        self.taken = 0
        self.last_taken: deque[int] = deque(maxlen=REMEMBERED)
        self.allowed: frozenset[str] | None = None
        self._in_order = True
        self._next_expiry = float("inf")
        self.bell = Bell()
        self.turn = 0
        self.interruption = ""

    def remember(self, allowed: Iterable[str] | None) -> None:
        """Keep the list of kinds a bot asks for; an empty one means the default, None leaves it as it was."""
        if allowed is not None:
            self.allowed = frozenset(allowed) & KINDS or None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind of update."""
        return kind in self.allowed if self.allowed is not None else kind not in UNASKED

    def put(self, kind: str, body: dict[str, Any], lane: str) -> int | None:
        """Queue an update if the bot asked for its kind; answers its id."""
        if not self.wants(kind):
            return None
        life = TAP if kind == "callback_query" else DAY
        update_id = self.next_id
        self.add(update_id, Pending({"update_id": update_id, kind: body}, self.clock.age() + life, lane))
        return update_id

    def put_raw(self, update: Update) -> int:
        """Queue an update as it stands, with an id if it lacks one."""
        update_id = update.get("update_id")
        if not isinstance(update_id, int):
            update_id = self.next_id
        raw = {**update, "update_id": update_id}
        self.add(update_id, Pending(raw, self.clock.age() + DAY, "raw", raw=True))
        return update_id

    def add(self, update_id: int, entry: Pending) -> None:
        """Append to the queue."""
        self._in_order = self._in_order and update_id >= self.next_id
        self.next_id = max(self.next_id, update_id + 1)
        self._next_expiry = min(self._next_expiry, entry.expires)
        self.pending[update_id] = entry
        self.bell.ring()

    def confirm(self, offset: int) -> int:
        """Forget what an offset confirms; an impossible one confirms nothing. Answers how many went."""
        if offset < 0:
            gone = list(self.pending)[:offset]
        elif offset > self.next_id:
            gone = []
        elif self._in_order:
            gone = list(takewhile(lambda update_id: update_id < offset, self.pending))
        else:
            gone = [n for n, entry in self.pending.items() if n < offset and (entry.handed_out or not entry.raw)]
        for update_id in gone:
            self.take(update_id)
        return len(gone)

    def take(self, update_id: int) -> None:
        """Note that the bot has taken an update upon itself: it is never handed out again."""
        if self.pending.pop(update_id, None) is not None:
            self.taken += 1
            self.last_taken.append(update_id)

    def head(self, limit: int) -> list[Update]:
        """The oldest updates still alive, at most so many."""
        self.drop_expired()
        updates: list[Update] = []
        for entry in self.pending.values():
            if len(updates) == limit:
                break
            entry.handed_out = True
            updates.append(entry.update)
        return updates

    def drop_expired(self) -> None:
        """Forget what waited too long."""
        now = self.clock.age()
        if now < self._next_expiry:
            return
        self.pending = {n: entry for n, entry in self.pending.items() if entry.expires > now}
        self._next_expiry = min((entry.expires for entry in self.pending.values()), default=float("inf"))

    def take_turn(self, interruption: str) -> int:
        """Become the only reader; the one who waited is turned away with this sentence."""
        self.turn += 1
        self.interruption = interruption
        self.bell.ring()
        return self.turn
