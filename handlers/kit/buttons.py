"""Buttons of a person's own chat, as handlers ask for them.

What a button carries is only a claim: it must match as a whole (``$`` would let a line break through), and a press in any
other chat, which takes a modified app, must not show there what concerns one person.
"""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.kit.capability import Handler
from handlers.kit.event import EventContext, current

Callback = Callable[[Update, EventContext], Coroutine[Any, Any, Any]]


def own_button(pattern: str, callback: Callback) -> Handler:
    """Return the handler of the buttons whose data matches ``pattern`` from end to end, pressed in the person's own chat."""
    whole = re.compile(pattern, re.DOTALL)

    def wanted(data: object) -> bool:
        event = current.get()
        own = event.actor is not None and event.chat_id in (None, int(event.actor.channel.address))
        return own and isinstance(data, str) and whole.fullmatch(data) is not None

    return CallbackQueryHandler(callback, pattern=wanted)
