"""Strategies for whole updates: what Telegram's users can send, what only a modified client sends, and what nobody sends.

``LATEST`` stands for the newest message with buttons of the person who presses, ``TOPIC:n`` for the n-th topic of a chat,
``POST:n`` and ``OWN:n`` for the n-th newest message there of the bot and of the sender. Whoever feeds the updates puts the
real ones in, so that what is forged comes as close to what is real as anybody can forge it.
"""

from typing import Any

from hostile_buttons import button_data
from hostile_contents import BOT, content, user
from hostile_texts import SHOWN
from hostile_values import PEOPLE, PERCENT, STAFF_CHAT, Draw, dates, filled, ids, junk, spoilt
from hypothesis import strategies as st

LATEST, TOPIC, POST, OWN = "LATEST", "TOPIC", "POST", "OWN"

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
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
OFFICE = {"id": STAFF_CHAT, "type": "supergroup", "title": "x", "is_forum": True}
SEATS = (PEOPLE[-1], PEOPLE[-1], PEOPLE[-1], PEOPLE[0], PEOPLE[1])
"""Who writes in the staff group: its owner, a member who is no colleague, and somebody who is not even there."""

NOTES = ("// ", "//", " //\n", "")
NUMBERS = st.integers(0, 99)


def place(draw: Draw, user_id: int) -> dict[str, Any]:
    """Draw where somebody writes: mostly their own chat, else a group, a channel, or somebody else's chat."""
    chance = draw(PERCENT)
    if chance < 75:
        return {"id": user_id or 1, "type": "private", "first_name": "x"}
    if chance < 85:
        return OFFICE
    if chance < 95:
        return {
            "id": draw(st.sampled_from((-1001000000777, -555, -1002))),
            "type": draw(st.sampled_from(("group", "supergroup"))),
        }
    return filled(draw, "Chat", 2)


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
    """Draw a message replied to: one of the bot's, or one that claims to be."""
    made = {"date": 1, "chat": chat, "from": {"id": BOT, "is_bot": True, "first_name": "Bot"}}
    if draw(st.booleans()):
        return made | {"message_id": f"{POST}:{draw(NUMBERS)}"}
    texts_there = ("🆕 Q-2026-0001 · x", "💬 Q-2026-0002", "🆕 Q-9999-99999999999999999999", "x", SHOWN[0])
    return made | {"message_id": draw(st.integers(1, 300)), "text": draw(st.sampled_from(texts_there))}


def desk_message(draw: Draw) -> dict[str, Any]:
    """Draw what somebody writes in the staff group, mostly in a topic there is: answers, notes, commands, files, albums."""
    made = message(draw, draw(st.sampled_from(SEATS))) | {"chat": OFFICE}
    if isinstance(made.get("text"), str):
        made["text"] = draw(st.sampled_from(NOTES)) + made["text"]
        made.pop("entities", None)
    if draw(PERCENT) < 80:
        made |= {"message_thread_id": f"{TOPIC}:{draw(NUMBERS)}", "is_topic_message": True}
    if "reply_to_message" in made or draw(PERCENT) < 20:
        made["reply_to_message"] = reply(draw, OFFICE)
    return made


def edited(draw: Draw, made: dict[str, Any]) -> dict[str, Any]:
    """Let a message be an edit of an earlier one of its sender, whatever that was."""
    return made | {"message_id": f"{OWN}:{draw(NUMBERS)}", "edit_date": draw(dates)}


def tap(draw: Draw, user_id: int, where: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": str(draw(st.integers(1, 2**62))),
        "from": user(draw, user_id),
        "chat_instance": "1",
        "data": button_data(draw, at_desk=where is OFFICE),
    }
    chance = draw(PERCENT)
    if chance < 70:
        made["message"] = {"message_id": LATEST, "date": 1, "chat": where, "text": "x"}
    elif chance < 80:
        made["message"] = {"message_id": draw(st.integers(1, 500)), "date": 0, "chat": where}
    elif chance < 90:
        made["inline_message_id"] = "x"
    elif chance < 93:
        made |= {"game_short_name": "game"}
        del made["data"]
    return spoilt(draw, made)


def reaction(draw: Draw, user_id: int) -> dict[str, Any]:
    emoji = [{"type": "emoji", "emoji": draw(st.sampled_from(("👍", "👌", "💩")))}]
    made = {"chat": place(draw, user_id), "message_id": f"{POST}:{draw(NUMBERS)}", "user": user(draw, user_id), "date": 1}
    return spoilt(draw, made | {"old_reaction": [], "new_reaction": emoji})


def membership(draw: Draw, user_id: int) -> dict[str, Any]:
    made = filled(draw, "ChatMemberUpdated", 1) | {"chat": place(draw, user_id), "from": user(draw, user_id)}
    return spoilt(draw, made)


@st.composite
def update(draw: Draw) -> dict[str, Any]:
    """One update without its number."""
    user_id = draw(st.one_of(st.sampled_from(PEOPLE[:12]), st.sampled_from(PEOPLE), ids))
    chance = draw(PERCENT)
    if chance < 33:
        return {"message": message(draw, user_id)}
    if chance < 43:
        return {"message": desk_message(draw)}
    if chance < 62:
        return {"callback_query": tap(draw, user_id, place(draw, user_id))}
    if chance < 68:
        return {"callback_query": tap(draw, draw(st.sampled_from(SEATS)), OFFICE)}
    if chance < 76:
        return {"edited_message": edited(draw, desk_message(draw) if draw(PERCENT) < 40 else message(draw, user_id))}
    if chance < 78:
        return {"message_reaction": reaction(draw, user_id)}
    if chance < 84:
        return {"my_chat_member": membership(draw, user_id)}
    if chance < 95:
        kind = draw(st.sampled_from(sorted(OTHER_KINDS)))
        return {kind: filled(draw, OTHER_KINDS[kind], 1)}
    if chance < 97:
        return {"message": message(draw, user_id), "callback_query": tap(draw, user_id, place(draw, user_id))}
    if chance < 98:
        return {draw(st.sampled_from(("brand_new", "widget_query", "message", "callback_query"))): draw(junk)}
    return {}
