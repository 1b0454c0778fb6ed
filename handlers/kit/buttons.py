"""Buttons of a person's own chat and of the desk, as handlers ask for them.

What a button carries is only a claim: it must match as a whole (``$`` would let a line break through), and a press in any
other chat, which takes a modified app, must not show there what concerns one person.
"""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, current
from locales.texts import N_

OLD_BUTTON = N_("This button is no longer in use. /start shows what I can do now.")
NOT_STAFF = N_("Only colleagues who are registered as staff can use this.")

Callback = Callable[[Update, EventContext], Coroutine[Any, Any, Any]]


def own_button(pattern: str, callback: Callback) -> Handler:
    """Return the handler of the buttons whose data matches ``pattern`` from end to end, pressed in the person's own chat."""
    return CallbackQueryHandler(callback, pattern=_matching(pattern, _in_own_chat))


def desk_button(pattern: str, callback: Callback) -> Handler:
    """Return the handler of buttons for colleagues, pressed in the staff group or in a colleague's own chat.

    Whoever is not staff at this moment is told so, and nothing happens.
    """

    async def by_staff(update: Update, context: EventContext) -> Any:
        event = context.event
        if event.who.is_staff:
            return await callback(update, context)
        event.toast = Toast(event.texts.say(NOT_STAFF), alert=True)
        return None

    return CallbackQueryHandler(by_staff, pattern=_matching(pattern, _at_desk))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a button carries, from end to end, and where it may be pressed."""

    pattern: re.Pattern[str]
    here: Callable[[Event], bool]

    def __call__(self, data: object) -> bool:
        """Return whether the press that is being handled is one of such a button."""
        return isinstance(data, str) and self.pattern.fullmatch(data) is not None and self.here(current.get())


def _matching(pattern: str, here: Callable[[Event], bool]) -> Claim:
    return Claim(re.compile(pattern, re.DOTALL), here)


def _in_own_chat(event: Event) -> bool:
    return event.actor is not None and event.chat_id in (None, int(event.actor.channel.address))


def _at_desk(event: Event) -> bool:
    return event.actor is not None and (event.chat_id == event.office.staff_chat or _in_own_chat(event))
