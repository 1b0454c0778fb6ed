"""What a bot may ask about chats and their members."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.access import readable
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.world import World


def get_chat(world: World, params: Params, files: Files) -> dict[str, Any]:
    """The chat in full."""
    chat = readable(world, params["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full: dict[str, Any] = {
        **chat.as_chat(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if not chat.private:
        full["permissions"] = {"can_send_messages": True}
    if chat.available_reactions is not None:
        full["available_reactions"] = [{"type": "emoji", "emoji": emoji} for emoji in chat.available_reactions]
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]]
    return full


def _user(world: World, account: int) -> dict[str, Any]:
    if account == world.bot.id:
        return world.bot.as_user()
    person = world.people.get(account)
    if person is None:
        raise bad_request("user not found")
    return person.as_user()


def _member(world: World, chat: Chat, account: int) -> dict[str, Any]:
    return chat.member(account, _user(world, account), bot=account == world.bot.id)


def get_chat_member(world: World, params: Params, files: Files) -> dict[str, Any]:
    """Somebody's standing in a chat."""
    return _member(world, readable(world, params["chat_id"]), params["user_id"])


def get_chat_administrators(world: World, params: Params, files: Files) -> list[dict[str, Any]]:
    """Those who administer a group, the bot itself among them, other bots not."""
    chat = readable(world, params["chat_id"])
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [_member(world, chat, account) for account in chat.members if chat.is_administrator(account)]


def leave_chat(world: World, params: Params, files: Files) -> bool:
    """Leave a group."""
    chat = readable(world, params["chat_id"])
    if chat.private:
        raise bad_request("chat can't be left")
    world.set_bot_status(chat, "left", world.bot.as_user())
    return True


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
}
