"""A payload may name what another row became: ``{"$sent": ROW_ID}`` stands for that row's message id or topic id.

It may stand for a parameter, or inside ``reply_parameters``. It is replaced when the row that carries it is claimed; until
the other row has ended, this one waits. A number means that message only in the chat that gave it: in a group that has become
a supergroup since, it is another's, and the reference comes to nothing.
"""

from collections.abc import Mapping
from typing import Any

from domain.outbox import State

MARK = "$sent"
OPEN = (State.PENDING, State.SENDING)
INDISPENSABLE = "message_id"
"""An edit of a message that never came to be has no meaning without it; everything else can be left out."""

Standing = Mapping[int, tuple[State, int | None, str]]
"""State, message id and recipient of the rows referred to."""


class Orphaned(Exception):
    """What the call is about does not exist."""


class Waits(Exception):
    """The row this refers to has not ended; ``row`` is its id."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def referred(params: Mapping[str, Any]) -> set[int]:
    """Return the ids of the rows that ``params`` refer to."""
    values = [*params.values(), *_inside_reply(params).values()]
    return {value[MARK] for value in values if _is_mark(value)}


def resolved(params: Mapping[str, Any], standing: Standing, recipient: str) -> dict[str, Any]:
    """Return ``params`` for a ``recipient`` with every reference replaced, or left out where there is nothing to refer to."""
    result = dict(params)
    for name, value in params.items():
        if _is_mark(value):
            _put(result, name, _message_id(value[MARK], standing, recipient))
    reply = _inside_reply(params)
    known = {name: _message_id(value[MARK], standing, recipient) for name, value in reply.items() if _is_mark(value)}
    if None in known.values():
        del result["reply_parameters"]
    elif known:
        result["reply_parameters"] = {**reply, **known}
    return result


def _put(params: dict[str, Any], name: str, message_id: int | None) -> None:
    if message_id is not None:
        params[name] = message_id
    elif name == INDISPENSABLE:
        raise Orphaned
    else:
        del params[name]


def _message_id(row: int, standing: Standing, recipient: str) -> int | None:
    state, message_id, given_in = standing.get(row, (State.CANCELLED, None, recipient))
    if message_id is None and state in OPEN:
        raise Waits(row)
    return message_id if given_in == recipient else None


def _inside_reply(params: Mapping[str, Any]) -> Mapping[str, Any]:
    reply = params.get("reply_parameters")
    return reply if isinstance(reply, dict) and not _is_mark(reply) else {}


def _is_mark(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {MARK}
