"""The log of Bot API requests, and the list of those no well-behaved client would have sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

KEPT_CALLS = 50_000
KEPT_VIOLATIONS = 5_000


@dataclass(slots=True)
class Call:
    """One request to the Bot API and what became of it."""

    n: int
    time_ms: int
    method: str
    parameters: dict[str, Any] = field(default_factory=dict)
    answer: Any = None
    status: int | None = None
    acted: bool = False
    fault: str | None = None
    took_ms: int | None = None  # until it was answered or cut off; None: still being worked on
    violations: list[str] = field(default_factory=list)

    def chat(self) -> int | None:
        """The chat the request names, as a number where it is one."""
        value = self.parameters.get("chat_id")
        try:
            return int(value) if value is not None else None
        except (TypeError, ValueError):
            return None


class CallLog:
    """The last requests, numbered."""

    def __init__(self) -> None:
        self.last = 0
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.violations: deque[dict[str, Any]] = deque(maxlen=KEPT_VIOLATIONS)

    def begin(self, method: str, time_ms: int) -> Call:
        """Note a request as it arrives; its answer is filled in later."""
        self.last += 1
        call = Call(self.last, time_ms, method)
        self.calls.append(call)
        return call

    def violation(self, call: Call, what: str) -> None:
        """Note that this request should never have been sent."""
        call.violations.append(what)
        self.violations.append({"n": call.n, "time_ms": call.time_ms, "method": call.method, "what": what})

    def after(self, n: int, wanted: Callable[[Call], bool], limit: int | None = None) -> list[Call]:
        """The requests numbered above `n` that are wanted, oldest first; only the newest `limit` of them."""
        newest_first = islice(reversed(self.calls), max(0, self.last - n))
        return list(islice(filter(wanted, newest_first), limit))[::-1]
