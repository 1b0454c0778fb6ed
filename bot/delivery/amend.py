"""A refused call that can be mended on the spot: better a plain message, or one in the wrong place, than none.

A refusal means that nothing was sent, so the mended call may follow at once.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from bot.telegram.gateway import Refused
from domain.pacing import Kind, kind_of

BROKEN_MARKUP = "can't parse entities"
LOST_TOPIC = ("thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
LOST_REPLY = ("message to be replied not found", "message to reply not found", "reply message not found")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def amended(method: str, params: Mapping[str, Any], refused: Refused, *, topic_matters: bool) -> dict[str, Any] | None:
    """Return ``params`` without what Telegram objected to, or None where that is not possible.

    Where ``topic_matters`` somebody hears of it and makes the topic anew; elsewhere the message goes to the general one.
    """
    if refused.code != 400:
        return None
    if is_broken_markup(refused) and "parse_mode" in params:
        return _plain(params)
    if is_lost_topic(refused) and kind_of(method) is Kind.SEND and "message_thread_id" in params:
        return None if topic_matters else _without(params, "message_thread_id")
    if "reply_parameters" in params and any(lost in refused.description.lower() for lost in LOST_REPLY):
        return _without(params, "reply_parameters")
    return None


def is_broken_markup(refused: Refused) -> bool:
    """Whether our own text was wrong, which should be impossible."""
    return BROKEN_MARKUP in refused.description.lower()


def is_lost_topic(refused: Refused) -> bool:
    """Whether the topic is gone or closed."""
    return any(lost in refused.description.lower() for lost in LOST_TOPIC)


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    plain = _without(params, "parse_mode")
    for name in ("text", "caption"):
        if isinstance(plain.get(name), str):
            plain[name] = html.unescape(TAG.sub("", plain[name]))
    return plain


def _without(params: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in params.items() if key != name}
