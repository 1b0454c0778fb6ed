"""What a message replies to."""

import re

from telegram import Message
from telegram.ext import filters

from handlers.kit.event import Event, current
from storage import posts


def replied_to(message: Message) -> Message | None:
    """Return the message that is replied to; a topic's first message, which every other replies to, does not count."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def replied_to_ours(message: Message) -> Message | None:
    """Return the message of ours that is replied to."""
    replied = replied_to(message)
    ours = replied is not None and replied.from_user is not None and replied.from_user.id == current.get().office.bot_id
    return replied if ours else None


class RepliesTo(filters.MessageFilter):
    """A reply to a message of ours that begins as ``beginning`` matches; what it is about is looked up when it is handled."""

    def __init__(self, beginning: re.Pattern[str]) -> None:
        super().__init__(name=f"reply to {beginning.pattern}")
        self._beginning = beginning

    def filter(self, message: Message) -> bool:
        """Return whether the message is one."""
        replied = replied_to_ours(message)
        return replied is not None and self._beginning.match(replied.text or "") is not None


async def subject_replied_to(event: Event, message: Message) -> str | None:
    """Return the subject of the row by which we said what is replied to."""
    replied = replied_to(message)
    if replied is None:
        return None
    return await posts.subject_of_post(event.unit, str(message.chat_id), replied.message_id)
