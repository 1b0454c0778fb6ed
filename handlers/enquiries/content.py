"""What is stored of a message: its text, or which kind of thing it is. Files stay with Telegram and are passed on as copies."""

from telegram import Message

WITH_CAPTION = ("photo", "document", "video", "audio", "voice", "animation")
OTHERS = ("sticker", "video_note", "contact", "location", "venue", "poll", "dice", "story")


def kind_of(message: Message) -> str:
    """Return which kind of thing a message is; ``other`` for what is not known yet."""
    if message.text is not None:
        return "text"
    return next((kind for kind in (*WITH_CAPTION, *OTHERS) if getattr(message, kind, None)), "other")


def content_of(message: Message) -> dict[str, object]:
    """Return what is stored of a message."""
    if message.text is not None:
        return {"text": message.text}
    content: dict[str, object] = {"kind": kind_of(message)}
    return content | {"caption": message.caption} if message.caption else content
