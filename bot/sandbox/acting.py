"""What people do: write, edit, press buttons, react, block; each tells the bot what Telegram would tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.sandbox.chats import GENERAL, Chat, Message
from bot.sandbox.errors import ControlError
from bot.sandbox.files import StoredFile
from bot.sandbox.htmltext import utf16_length
from bot.sandbox.methods.reactions import react as put_reaction
from bot.sandbox.people import GROUP_ANONYMOUS_BOT, Person
from bot.sandbox.text import CAPTION_LIMIT, TEXT_LIMIT, with_found
from bot.sandbox.world import World


@dataclass(slots=True)
class Saying:
    """What somebody writes."""

    text: str = ""
    thread: int | None = None
    reply_to: int | None = None
    file: StoredFile | None = None
    anonymous: bool = False
    forward: bool = False


def say(world: World, person: Person, chat: Chat, saying: Saying) -> Message:
    """A person writes into a chat; in private this opens it, or unblocks the bot."""
    sender, content = person.as_user(), _content(saying)
    thread = _thread(chat, saying.thread, person)
    reply_to = _reply_to(chat, saying.reply_to)
    if saying.anonymous:
        if not chat.is_administrator(person.id):
            raise ControlError("only an administrator writes anonymously")
        sender, content = GROUP_ANONYMOUS_BOT, {"sender_chat": chat.as_chat(), **content}
    if saying.forward:
        origin = {"type": "user", "date": world.clock.now(), "sender_user": person.as_user()}
        content = {"forward_origin": origin, **content}
    _enter(world, person, chat)
    message = world.post(chat, sender, content, thread=thread, reply_to=reply_to)
    world.tell("message", chat, message)
    return message


def _reply_to(chat: Chat, number: int | None) -> Message | None:
    message = chat.messages.get(number) if number is not None else None
    if number is not None and message is None:
        raise ControlError("reply_to: no such message in this chat")
    return message


def _enter(world: World, person: Person, chat: Chat) -> None:
    """Be where one writes."""
    if chat.migrated_to is not None:
        raise ControlError("this group has become a supergroup")
    if not chat.is_present(person.id):
        raise ControlError("this person is not in that chat")
    if chat.private:
        status = chat.members.get(world.bot.id)
        if status == "kicked":
            world.set_bot_status(chat, "member", person.as_user())
        elif status is None:
            chat.members[world.bot.id] = "member"
            world.events.add("chat", chat.id, change="opened")


def _thread(chat: Chat, thread: int | None, person: Person) -> int | None:
    if thread is None or thread == GENERAL:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise ControlError("thread: no such topic in this chat")
    if topic.closed and not chat.is_administrator(person.id):
        raise ControlError("thread: this topic is closed")
    return thread


def _content(saying: Saying) -> dict[str, Any]:
    text = saying.text.strip()
    limit = CAPTION_LIMIT if saying.file else TEXT_LIMIT
    if utf16_length(text) > limit:
        raise ControlError(f"text: Telegram's apps send at most {limit} characters at once")
    if not text and not saying.file:
        raise ControlError("text: nothing to send")
    content: dict[str, Any] = {saying.file.kind: saying.file.as_attachment()} if saying.file else {}
    names = ("caption", "caption_entities") if saying.file else ("text", "entities")
    if text:
        content[names[0]] = text
        if entities := with_found(text, []):
            content[names[1]] = entities
    return content


def edit(world: World, person: Person, chat: Chat, message: Message, text: str) -> Message:
    """A person changes what they wrote."""
    if message["from"]["id"] != person.id:
        raise ControlError("message: this is not theirs to edit")
    text = text.strip()
    if not text:
        raise ControlError("text: nothing to send")
    names = ("text", "entities") if "text" in message else ("caption", "caption_entities")
    changes = {names[0]: text, names[1]: with_found(text, []) or None, "edit_date": world.clock.now()}
    changed = world.replace(chat, message, changes)
    world.tell("edited_message", chat, changed)
    return changed


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
