"""What one person sends beyond what the profile lets them send in a minute, found before any other handler is asked."""

from typing import Any

from telegram import Message, Update
from telegram.ext import Application, BaseHandler, filters

from domain.floods import Floods, Place
from handlers.kit.capability import Registry
from handlers.kit.event import EventContext, current


class Excess(BaseHandler[Update, EventContext, None]):
    """Hands what is too much to the capability that deals with it. Colleagues may write as much as they like.

    The counts live as long as the bot: after a restart everybody begins anew, which loses nothing.
    """

    def __init__(self, registry: Registry) -> None:
        super().__init__(_nothing)
        self._registry = registry
        self._floods = Floods()

    def check_update(self, update: object) -> Place | None:
        """Count a message or an edit, and return where it stands if it is too much."""
        event, message = current.get(), _said(update)
        if message is None or event.actor is None or event.actor.is_staff:
            return None
        if event.chat_id != int(event.actor.channel.address):
            return None
        place = self._floods.place(
            event.actor.person.id,
            event.key,
            event.unit.now,
            event.office.profile.desk.messages_a_minute,
            prolongs=not filters.COMMAND.filter(message),
        )
        return None if place is Place.WITHIN else place

    async def handle_update(
        self,
        update: Update,
        application: Application[Any, Any, Any, Any, Any, Any],
        check_result: object,
        context: EventContext,
    ) -> None:
        """Let it be dealt with."""
        if context.event.who.person.blocked:
            return
        for part in self._registry.capabilities:
            if part.excess is not None:
                await part.excess(context.event, update, first=check_result is Place.FIRST)


def _said(update: object) -> Message | None:
    """Return the message or edit that counts; a place that is shared live edits its message all the time."""
    if not isinstance(update, Update):
        return None
    edited = update.edited_message
    return update.message or (edited if edited is not None and edited.location is None else None)


async def _nothing(_update: Update, _context: EventContext) -> None:
    """The library wants a callback; ours needs to know more."""
