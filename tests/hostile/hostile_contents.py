"""Strategies for what a message holds: text, a command, a file of any kind, a part of an album, or a service message."""

from typing import Any

from hostile_texts import ANSWERS, LONG, PAYLOADS, SHOWN
from hostile_values import LANGUAGES, PERCENT, Draw, filled, ids, spoilt, texts
from hypothesis import strategies as st

BOT = 4242
NAME = "sandbox_4242_bot"

COMMANDS = (
    *("start", "help", "join", "ask", "status", "language", "privacy", "mydata", "cancel", "desk", "staff", "audit"),
    *("admin", "stats", "JOIN", "approve_17", "x" * 32),
)
QUESTIONS = ("会费是多少？", "How can we join?", "发票和会费", "Can I talk to a human?", "转人工", "How much is it, and when?")
MEDIA = {
    "photo": "*PhotoSize",
    "document": "Document",
    "voice": "Voice",
    "video": "Video",
    "audio": "Audio",
    "sticker": "Sticker",
    "location": "Location",
    "contact": "Contact",
    "poll": "Poll",
    "dice": "Dice",
    "animation": "Animation",
    "video_note": "VideoNote",
    "venue": "Venue",
    "story": "Story",
    "live_photo": "LivePhoto",
    "paid_media": "PaidMediaInfo",
    "checklist": "Checklist",
    "game": "Game",
    "invoice": "Invoice",
    "giveaway": "Giveaway",
    "giveaway_winners": "GiveawayWinners",
}
SERVICE: dict[str, Any] = {
    "new_chat_title": SHOWN[1],
    "delete_chat_photo": True,
    "group_chat_created": True,
    "migrate_to_chat_id": -1009999999999,
    "migrate_from_chat_id": -77,
    "left_chat_member": {"id": BOT, "is_bot": True, "first_name": "Bot"},
    "new_chat_members": [{"id": BOT, "is_bot": True, "first_name": "Bot"}],
    "forum_topic_created": {"name": SHOWN[2], "icon_color": 7322096},
    "forum_topic_edited": {"name": SHOWN[3]},
    "forum_topic_closed": {},
    "forum_topic_reopened": {},
    "general_forum_topic_hidden": {},
    "pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}},
    "write_access_allowed": {"web_app_name": SHOWN[0]},
    "connected_website": "evil.example",
    "video_chat_started": {},
    "successful_payment": {"currency": "XTR", "total_amount": 1, "invoice_payload": "x", "telegram_payment_charge_id": "1"},
}


def user(draw: Draw, user_id: int) -> dict[str, Any]:
    made = {"id": user_id, "is_bot": draw(PERCENT) < 2, "first_name": draw(texts)}
    if draw(st.booleans()):
        made["last_name"] = draw(st.sampled_from(SHOWN + LONG))
    if draw(st.booleans()):
        made["language_code"] = draw(st.sampled_from(LANGUAGES))
    if draw(PERCENT) < 10:
        made["username"] = "admin"
    return spoilt(draw, made)


def command(draw: Draw) -> dict[str, Any]:
    name = "/" + draw(st.sampled_from(COMMANDS))
    name += draw(st.sampled_from(("", "", "", f"@{NAME}", "@otherbot", f"@{NAME.upper()}", "@")))
    payload = draw(st.sampled_from(("", *PAYLOADS, *SHOWN, *QUESTIONS)))
    entities = [{"type": "bot_command", "offset": 0, "length": len(name)}]
    return {"text": f"{name} {payload}".rstrip(" "), "entities": entities}


def content(draw: Draw) -> dict[str, Any]:
    chance = draw(PERCENT)
    if chance < 20:
        return {"text": draw(st.sampled_from(ANSWERS))}
    if chance < 30:
        return {"text": draw(st.sampled_from(QUESTIONS))}
    if chance < 50:
        return {"text": draw(texts)}
    if chance < 70:
        return command(draw)
    if chance < 90:
        return media(draw)
    if chance < 94:
        return {}
    name = draw(st.sampled_from(sorted(SERVICE)))
    return {name: SERVICE[name]}


def media(draw: Draw) -> dict[str, Any]:
    """Draw a file or another thing that is not text; one in four belongs to an album that others belong to as well."""
    name = draw(st.sampled_from(sorted(MEDIA)))
    kind = MEDIA[name]
    made: dict[str, Any] = {name: [filled(draw, kind[1:], 2)] if kind.startswith("*") else filled(draw, kind, 1)}
    if name == "contact":
        made[name] = {"phone_number": "+8613800138000", "first_name": draw(texts), "user_id": draw(ids)}
    if draw(st.booleans()):
        made["caption"] = draw(texts)
    if draw(PERCENT) < 25:
        made["media_group_id"] = str(draw(st.integers(1, 5)))
    return made
