"""Where a message stands, as our handlers ask it."""

from telegram import Message, Update
from telegram.ext import filters

from handlers.kit.event import current


class _Private(filters.MessageFilter):
    """The private chat of the person who acts; an update that merely claims to be private does not count."""

    def filter(self, message: Message) -> bool:
        """Return whether the message stands in the acting person's own chat with the bot."""
        actor = current.get().actor
        return actor is not None and message.chat.type == "private" and str(message.chat_id) == actor.channel.address


class _StaffChat(filters.MessageFilter):
    """The staff group."""

    def filter(self, message: Message) -> bool:
        """Return whether the message stands in the staff group."""
        return message.chat_id == current.get().office.staff_chat


class _ByStaff(filters.MessageFilter):
    """Whoever is staff at this moment."""

    def filter(self, message: Message) -> bool:
        """Return whether a colleague wrote the message."""
        actor = current.get().actor
        return actor is not None and actor.is_staff


class _Written(filters.UpdateFilter):
    """Asked of nearly every message, so a text is not compared with every kind of service message there is."""

    def filter(self, update: Update) -> bool:
        """Return whether the message is neither a command nor a service message."""
        message = update.effective_message
        if message is None or filters.COMMAND.filter(message):
            return False
        return message.text is not None or not filters.StatusUpdate.ALL.filter(update)


PRIVATE = filters.UpdateType.MESSAGE & _Private(name="private")
"""A new message, not an edited one, in the person's own chat."""

STAFF_CHAT = filters.UpdateType.MESSAGE & _StaffChat(name="staff chat")
"""A new message in the staff group."""

BY_STAFF = _ByStaff(name="by staff")
"""Written by somebody who is staff now."""

WRITTEN = _Written(name="written")
"""Something a person wrote or sent, neither a command nor a service message."""
