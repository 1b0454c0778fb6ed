"""What people do besides writing: press buttons, react, block; each tells the bot what Telegram would tell it."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat, Message
from bot.sandbox.errors import ControlError
from bot.sandbox.methods.reactions import react as put_reaction
from bot.sandbox.people import Person
from bot.sandbox.world import World


def press(world: World, person: Person, chat: Chat, message: Message, button: dict[str, Any]) -> dict[str, Any]:
    """A person presses a button; `button` names it by label or data, or forces any data."""
    if not chat.is_present(person.id):
        raise ControlError("this person is not in that chat")
    data = button.get("data") if button.get("force") else _data_of(message, button)
    if data is None:
        raise ControlError("no such button under this message")
    query = world.queries.open(chat.id, person.id)
    body = {
        "id": query.id,
        "from": person.as_user(),
        "message": message,
        "chat_instance": str(abs(chat.id) * 7919),
        "data": data,
    }
    update_id = world.updates.put("callback_query", body, f"taps:{person.id}")
    return {"update_id": update_id, "query_id": query.id}


def _data_of(message: Message, button: dict[str, Any]) -> str | None:
    """The data behind a label, or the data itself if a button carries it."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for candidate in row:
            data: str | None = candidate.get("callback_data")
            if data is not None and (button.get("text") == candidate["text"] or button.get("data") == data):
                return data
    return None


def react(world: World, person: Person, chat: Chat, message: Message, emoji: str | None) -> None:
    """A person reacts to a message, or takes the reaction back."""
    if emoji is not None and not chat.allows_reaction(emoji):
        raise ControlError("emoji: not among the reactions allowed in this chat")
    before = put_reaction(world, chat.id, message["message_id"], person.id, emoji)
    if before == emoji or not (chat.private or chat.is_administrator(world.bot.id)):
        return
    body = {
        "chat": chat.as_chat(),
        "message_id": message["message_id"],
        "user": person.as_user(),
        "date": world.clock.now(),
        "old_reaction": [{"type": "emoji", "emoji": before}] if before else [],
        "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
    }
    world.updates.put("message_reaction", body, f"chat:{chat.id}")


def block(world: World, person: Person, *, blocked: bool) -> None:
    """A person blocks the bot, or takes it back."""
    chat = world.chats[person.id]
    status = "kicked" if blocked else "member"
    if chat.members.get(world.bot.id) != status:
        world.set_bot_status(chat, status, person.as_user())
