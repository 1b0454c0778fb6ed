"""Faults on demand: refusals, delays, dropped connections and nonsense, for chosen methods and chats."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any

from bot.sandbox.errors import ApiError, ControlError
from bot.sandbox.limits import too_many_requests

CUTS = frozenset({"accept", "body", "acted", "half"})
_NUMBERS = frozenset({"retry_after", "delay", "slow", "migrate"})
_STATUSES = frozenset(status.value for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST)
_KNOWN = frozenset({"status", "retry_after", "delay", "slow", "cut", "garbage", "migrate"})


@dataclass(slots=True)
class Fault:
    """What goes wrong, for which requests, and how often."""

    do: dict[str, Any]
    method: str = "*"
    chat: int | None = None
    times: int | None = 1
    chance: float = 1.0
    after: int = 0
    happened: int = 0
    id: int = 0

    def concerns(self, method: str, chat: int | None) -> bool:
        """Whether this request is one of those."""
        return fnmatchcase(method.lower(), self.method.lower()) and self.chat in {None, chat}

    def strikes(self) -> bool:
        """Whether it happens to this request, counting those let through first."""
        if self.after > 0:
            self.after -= 1
            return False
        if random.random() >= self.chance:  # noqa: S311  (bad luck, not a secret)
            return False
        self.happened += 1
        return True

    @property
    def spent(self) -> bool:
        """Whether it has happened as often as it should."""
        return self.times is not None and self.happened >= self.times

    def as_dict(self) -> dict[str, Any]:
        """The fault for the control API."""
        return asdict(self)


class Faults:
    """The faults in force; the oldest that concerns a request decides."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._last_id = 0

    def add(self, fault: Fault) -> None:
        """Put a fault in force, under a number of its own."""
        check_fault(fault.do)
        self._last_id += 1
        fault.id = self._last_id
        self.faults.append(fault)

    def remove(self, number: int | None) -> bool:
        """End the fault of this number, or all of them; whether there was any."""
        before = len(self.faults)
        self.faults = [fault for fault in self.faults if number not in {None, fault.id}]
        return len(self.faults) < before

    def cuts_at_accept(self, method: str) -> bool:
        """Whether the connection is dropped before the request's body is read."""
        if not self.faults:
            return False
        early = [f for f in self.faults if f.do.get("cut") == "accept" and f.chat is None]
        return self._pick(method, None, early) is not None

    def pick(self, method: str, chat: int | None) -> Fault | None:
        """The fault that strikes this request, if any."""
        if not self.faults:
            return None
        decided = [f for f in self.faults if f.do.get("cut") != "accept" or f.chat is not None]
        return self._pick(method, chat, decided)

    def _pick(self, method: str, chat: int | None, faults: list[Fault]) -> Fault | None:
        for fault in faults:
            if fault.concerns(method, chat) and fault.strikes():
                if fault.spent:
                    self.faults.remove(fault)
                return fault
        return None


def check_fault(do: Any) -> None:
    """Whether a fault says what to do."""
    if not isinstance(do, dict) or not do or not set(do) <= _KNOWN:
        raise ControlError(f"do: expected an object with some of {', '.join(sorted(_KNOWN))}")
    if "cut" in do and do["cut"] not in CUTS:
        raise ControlError(f"cut: expected one of {', '.join(sorted(CUTS))}")
    if do.get("status", 500) not in _STATUSES:
        raise ControlError("status: expected an HTTP error")
    for name in _NUMBERS & do.keys():
        if not isinstance(do[name], int | float) or isinstance(do[name], bool):
            raise ControlError(f"{name}: expected a number")


def refusal(do: dict[str, Any]) -> ApiError | None:
    """The error a fault answers with instead of acting, if it is that kind."""
    if "migrate" in do:
        reason = "Bad Request: group chat was upgraded to a supergroup chat"
        return ApiError(400, reason, parameters={"migrate_to_chat_id": int(do["migrate"])})
    if "status" not in do:
        return None
    status = int(do["status"])
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return too_many_requests(int(do.get("retry_after", 1)))
    return ApiError(status, HTTPStatus(status).phrase)
