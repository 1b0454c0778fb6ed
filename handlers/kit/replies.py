"""What a message replies to."""

from telegram import Message


def replied_to(message: Message) -> Message | None:
    """Return the message that is replied to; a topic's first message, which every other replies to, does not count."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied
