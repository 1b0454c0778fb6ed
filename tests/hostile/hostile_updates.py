"""Strategies for whole updates: what Telegram's users can send, what only a modified client sends, and what nobody sends.

``TOKEN``, ``VERSION`` and ``LATEST`` stand for the form, its version and the newest message of the person who presses; whoever
feeds the updates puts the real ones in, so that forged buttons come as close to real ones as anybody can forge them.
"""

from typing import Any

from hostile_texts import ANSWERS, LONG, ODD, PAYLOADS, SHOWN
from hostile_values import LANGUAGES, PEOPLE, PERCENT, STAFF_CHAT, Draw, dates, filled, ids, junk, spoilt, texts
from hypothesis import strategies as st

TOKEN, VERSION, LATEST = "TOKEN", "VERSION", "LATEST"
BOT = 4242
NAME = "sandbox_4242_bot"

COMMANDS = ("start", "help", "join", "ask", "status", "language", "cancel", "admin", "stats", "JOIN", "approve_17", "x" * 32)
VERBS = ("pick", "flip", "done", "skip", "back", "keep", "change", "send", "cancel", "resume", "restart", "approve", "", "PICK")
ARGUMENTS = ("", "0", "1", "2", "7", "8", "-1", "99999999999", "1.5", "٣", "²", "x", "0:0", " 0", "1" * 40, "../..", "<b>")
OLD_DATA = (
    "menu:join",
    "menu:ask",
    "menu:enquiries",
    "menu:cooperate",
    "menu:language",
    "menu:join\n",
    "menu:",
    "language:zh",
    "language:en",
    "language:en\n",
    "language:de",
    "join:",
    "join::::",
    "join:TOKEN:VERSION:send",
    "approve:17",
    "vote:1:yes",
    "",
    "x" * 64,
    "x" * 5000,
    "{}",
    "null",
    SHOWN[0],
    ODD[3],
)
MEDIA = {
    "photo": "*PhotoSize",
    "document": "Document",
    "voice": "Voice",
    "video": "Video",
    "sticker": "Sticker",
    "location": "Location",
    "contact": "Contact",
    "poll": "Poll",
    "dice": "Dice",
    "animation": "Animation",
    "video_note": "VideoNote",
    "venue": "Venue",
    "story": "Story",
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
    "forum_topic_closed": {},
    "write_access_allowed": {"web_app_name": SHOWN[0]},
    "connected_website": "evil.example",
    "video_chat_started": {},
    "successful_payment": {"currency": "XTR", "total_amount": 1, "invoice_payload": "x", "telegram_payment_charge_id": "1"},
}
OTHER_KINDS = {
    "channel_post": "Message",
    "edited_channel_post": "Message",
    "business_message": "Message",
    "edited_business_message": "Message",
    "guest_message": "Message",
    "inline_query": "InlineQuery",
    "chosen_inline_result": "ChosenInlineResult",
    "poll": "Poll",
    "poll_answer": "PollAnswer",
    "chat_member": "ChatMemberUpdated",
    "chat_join_request": "ChatJoinRequest",
    "message_reaction": "MessageReactionUpdated",
    "message_reaction_count": "MessageReactionCountUpdated",
    "shipping_query": "ShippingQuery",
    "pre_checkout_query": "PreCheckoutQuery",
    "chat_boost": "ChatBoostUpdated",
    "removed_chat_boost": "ChatBoostRemoved",
    "business_connection": "BusinessConnection",
    "deleted_business_messages": "BusinessMessagesDeleted",
    "purchased_paid_media": "PaidMediaPurchased",
    "managed_bot": "ManagedBotUpdated",
}
HEADERS = ("🆕 Q-2026-0001 · x", "💬 Q-2026-0002", "🆕 Q-9999-99999999999999999999", "x", SHOWN[0])
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def user(draw: Draw, user_id: int) -> dict[str, Any]:
    made = {"id": user_id, "is_bot": draw(PERCENT) < 2, "first_name": draw(texts)}
    if draw(st.booleans()):
        made["last_name"] = draw(st.sampled_from(SHOWN + LONG))
    if draw(st.booleans()):
        made["language_code"] = draw(st.sampled_from(LANGUAGES))
    if draw(PERCENT) < 10:
        made["username"] = "admin"
    return spoilt(draw, made)


def place(draw: Draw, user_id: int) -> dict[str, Any]:
    """Draw where somebody writes: mostly their own chat, else a group, a channel, or somebody else's chat."""
    chance = draw(PERCENT)
    if chance < 75:
        return {"id": user_id or 1, "type": "private", "first_name": "x"}
    if chance < 85:
        return {"id": STAFF_CHAT, "type": "supergroup", "title": "x", "is_forum": True}
    if chance < 95:
        return {
            "id": draw(st.sampled_from((-1001000000777, -555, -1002))),
            "type": draw(st.sampled_from(("group", "supergroup"))),
        }
    return filled(draw, "Chat", 2)


def command(draw: Draw) -> dict[str, Any]:
    name = "/" + draw(st.sampled_from(COMMANDS))
    name += draw(st.sampled_from(("", "", "", f"@{NAME}", "@otherbot", f"@{NAME.upper()}", "@")))
    payload = draw(st.sampled_from(("", *PAYLOADS, *SHOWN)))
    entities = [{"type": "bot_command", "offset": 0, "length": len(name)}]
    return {"text": f"{name} {payload}".rstrip(" "), "entities": entities}


def content(draw: Draw) -> dict[str, Any]:
    chance = draw(PERCENT)
    if chance < 25:
        return {"text": draw(st.sampled_from(ANSWERS))}
    if chance < 50:
        return {"text": draw(texts)}
    if chance < 72:
        return command(draw)
    if chance < 90:
        return _media(draw)
    if chance < 94:
        return {}
    name = draw(st.sampled_from(sorted(SERVICE)))
    return {name: SERVICE[name]}


def _media(draw: Draw) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(MEDIA)))
    kind = MEDIA[name]
    made: dict[str, Any] = {name: [filled(draw, kind[1:], 2)] if kind.startswith("*") else filled(draw, kind, 1)}
    if name == "contact":
        made[name] = {"phone_number": "+8613800138000", "first_name": draw(texts), "user_id": draw(ids)}
    if draw(st.booleans()):
        made["caption"] = draw(texts)
    if draw(PERCENT) < 20:
        made["media_group_id"] = "13"
    return made


def message(draw: Draw, user_id: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "message_id": draw(st.integers(5000, 2**31)),
        "date": draw(dates),
        "chat": place(draw, user_id),
        "from": user(draw, user_id),
    } | content(draw)
    chance = draw(PERCENT)
    if chance < 6:
        made["forward_origin"] = filled(draw, "MessageOrigin", 2)
    elif chance < 10:
        made |= {"message_thread_id": draw(st.integers(1, 40)), "is_topic_message": True}
    elif chance < 20:
        made["reply_to_message"] = reply(draw, made["chat"])
    elif chance < 24:
        made |= {"from": ANONYMOUS, "sender_chat": made["chat"]}
    elif chance < 28:
        made |= {name: value for name, value in filled(draw, "Message", 1, extra=4).items() if name not in made}
    elif chance < 30:
        made["edit_date"] = draw(dates)
    return spoilt(draw, made)


def reply(draw: Draw, chat: Any) -> dict[str, Any]:
    """Draw a message replied to, which claims to be the bot's."""
    return {
        "message_id": draw(st.integers(1, 300)),
        "date": 1,
        "chat": chat,
        "from": {"id": BOT, "is_bot": True, "first_name": "Bot"},
        "text": draw(
            st.sampled_from(("🆕 Q-2026-0001 · x", "💬 Q-2026-0002", "🆕 Q-9999-99999999999999999999", "x", SHOWN[0]))
        ),
    }


def button_data(draw: Draw) -> str:
    if draw(PERCENT) < 60:
        token = draw(st.sampled_from((TOKEN, TOKEN, TOKEN, "AAAAAAAA", "", "' OR 1=1")))
        version = draw(st.sampled_from((VERSION, VERSION, VERSION, "0", "1", "-1", "99", "", "1" * 30)))
        return f"join:{token}:{version}:{draw(st.sampled_from(VERBS))}:{draw(st.sampled_from(ARGUMENTS))}"
    return draw(st.one_of(st.sampled_from(OLD_DATA), texts))


def tap(draw: Draw, user_id: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": str(draw(st.integers(1, 2**62))),
        "from": user(draw, user_id),
        "chat_instance": "1",
        "data": button_data(draw),
    }
    chance = draw(PERCENT)
    if chance < 70:
        made["message"] = {"message_id": LATEST, "date": 1, "chat": place(draw, user_id), "text": "x"}
    elif chance < 80:
        made["message"] = {"message_id": draw(st.integers(1, 500)), "date": 0, "chat": place(draw, user_id)}
    elif chance < 90:
        made["inline_message_id"] = "x"
    elif chance < 93:
        made |= {"game_short_name": "game"}
        del made["data"]
    return spoilt(draw, made)


def membership(draw: Draw, user_id: int) -> dict[str, Any]:
    made = filled(draw, "ChatMemberUpdated", 1) | {"chat": place(draw, user_id), "from": user(draw, user_id)}
    return spoilt(draw, made)


@st.composite
def update(draw: Draw) -> dict[str, Any]:
    """One update without its number."""
    user_id = draw(st.one_of(st.sampled_from(PEOPLE[:12]), st.sampled_from(PEOPLE), ids))
    chance = draw(PERCENT)
    if chance < 42:
        return {"message": message(draw, user_id)}
    if chance < 72:
        return {"callback_query": tap(draw, user_id)}
    if chance < 77:
        return {"edited_message": message(draw, user_id)}
    if chance < 83:
        return {"my_chat_member": membership(draw, user_id)}
    if chance < 95:
        kind = draw(st.sampled_from(sorted(OTHER_KINDS)))
        return {kind: filled(draw, OTHER_KINDS[kind], 1)}
    if chance < 97:
        return {"message": message(draw, user_id), "callback_query": tap(draw, user_id)}
    if chance < 98:
        return {draw(st.sampled_from(("brand_new", "widget_query", "message", "callback_query"))): draw(junk)}
    return {}
