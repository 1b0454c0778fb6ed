"""Links to what stands in a group."""

SUPERGROUP = "-100"
"""What the id of a chat begins with whose messages have links."""


def link_to(chat: int, number: int) -> str | None:
    """Return the link to a message or a topic, by its number in the chat; None where Telegram has no such links."""
    group = str(chat)
    return f"https://t.me/c/{group.removeprefix(SUPERGROUP)}/{number}" if group.startswith(SUPERGROUP) else None
