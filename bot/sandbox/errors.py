"""The two ways a request is turned down: by the Bot API (to the bot) and by the control API (to the tester)."""

from __future__ import annotations


class ApiError(Exception):
    """A Bot API refusal, in Telegram's wording; `violation` marks what a well-behaved client never sends."""

    def __init__(
        self, code: int, description: str, *, parameters: dict[str, int] | None = None, violation: bool = False
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters
        self.violation = violation


def bad_request(reason: str, *, violation: bool = False) -> ApiError:
    """A 400 for a request that does not fit the present state of the world."""
    return ApiError(400, f"Bad Request: {reason}", violation=violation)


def mistake(reason: str) -> ApiError:
    """A 400 for a request that is wrong whatever the state: always a fault of the client."""
    return bad_request(reason, violation=True)


def forbidden(reason: str) -> ApiError:
    """A 403: the bot may not do this here."""
    return ApiError(403, f"Forbidden: {reason}")


class ControlError(Exception):
    """A control call that makes no sense; the text says why."""
