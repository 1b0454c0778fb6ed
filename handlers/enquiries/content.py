"""What is stored of a message: its text, or which kind of thing it is. Files stay with Telegram and are passed on as copies."""

from telegram import Message

from handlers.enquiries.actions import Content

EXCHANGEABLE = ("animation", "photo", "document", "video", "audio")  # an animation is a document too
"""Files that an edit can put in each other's place."""

WITH_CAPTION = (*EXCHANGEABLE, "voice")
OTHERS = ("sticker", "video_note", "contact", "location", "venue", "poll", "dice", "story")


def kind_of(message: Message) -> str:
    """Return which kind of thing a message is; ``other`` for what is not known yet."""
    if message.text is not None:
        return "text"
    return next((kind for kind in (*WITH_CAPTION, *OTHERS) if getattr(message, kind, None)), "other")


def content_of(message: Message) -> dict[str, object]:
    """Return what is stored of a message: of a file its caption, and its name, size in bytes and number at Telegram."""
    if message.text is not None:
        return {"text": message.text} | _spelled_out(message)
    kind = kind_of(message)
    caption = {"caption": message.caption} | _spelled_out(message) if message.caption else {}
    return {"kind": kind} | caption | _file_of(message, kind)


def same_file(one: Content, other: Content) -> bool:
    """Whether two contents carry the same file, or none."""
    return (one.get("kind"), one.get("file_id")) == (other.get("kind"), other.get("file_id"))


def _spelled_out(message: Message) -> dict[str, object]:
    """Return the words with the address behind each link that hides it, for where only words arrive; nothing without one."""
    words = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")  # how Telegram counts
    links = [each for each in message.entities or message.caption_entities if each.url is not None]
    for link in sorted(links, key=lambda each: each.offset, reverse=True):
        end = 2 * (link.offset + link.length)
        words = words[:end] + f" ({link.url})".encode("utf-16-le", "surrogatepass") + words[end:]
    return {"spelled_out": words.decode("utf-16-le", "replace")} if links else {}


def _file_of(message: Message, kind: str) -> dict[str, object]:
    attached = getattr(message, kind, None)
    if kind == "photo":  # in several sizes, the largest last
        attached = message.photo[-1]
    known = {name: getattr(attached, name, None) for name in ("file_id", "file_name", "file_size")}
    return {name: value for name, value in known.items() if value is not None}
