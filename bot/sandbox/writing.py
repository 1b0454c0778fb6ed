"""What people write: messages and albums, their edits, and what they take back; the bot hears what Telegram would tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.chats import GENERAL, Chat, Message, new_album
from bot.sandbox.errors import ControlError
from bot.sandbox.files import CAPTIONED, EXCHANGEABLE, KINDS, fit_one_album, kind_in
from bot.sandbox.htmltext import utf16_length
from bot.sandbox.people import GROUP_ANONYMOUS_BOT, Person
from bot.sandbox.text import CAPTION_LIMIT, TEXT_LIMIT, with_found
from bot.sandbox.world import World


@dataclass(slots=True)
class Part:
    """One message: a text, or a file, place or contact (`carried`, as message fields) with the text as its caption."""

    text: str = ""
    carried: dict[str, Any] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """Its fields in the message."""
        text = self.text.strip()
        if not text and not self.carried:
            raise ControlError("text: nothing to send")
        return {**self.carried, **_worded(text, self.carried)} if text else self.carried


def _worded(text: str, carried: dict[str, Any]) -> dict[str, Any]:
    """A text, or the caption of what is carried, with the entities Telegram finds in it."""
    if carried and kind_in(carried) not in CAPTIONED:
        raise ControlError("caption: this kind of message has none")
    limit = CAPTION_LIMIT if carried else TEXT_LIMIT
    if utf16_length(text) > limit:
        raise ControlError(f"text: Telegram's apps send at most {limit} characters at once")
    words, marks = ("caption", "caption_entities") if carried else ("text", "entities")
    found = with_found(text, [])
    return {words: text, marks: found} if found else {words: text}


@dataclass(slots=True)
class Saying:
    """What somebody sends: one message, or the several of an album."""

    parts: list[Part]
    thread: int | None = None
    reply_to: int | None = None
    anonymous: bool = False
    forward: bool = False


def say(world: World, person: Person, chat: Chat, saying: Saying) -> list[Message]:
    """A person writes into a chat; in private this opens it, or unblocks the bot."""
    contents = _contents(saying.parts)
    reply_to = _reply_to(chat, saying.reply_to)
    thread = _thread(chat, saying.thread or (chat.thread(reply_to) if reply_to else None), person)
    sender, around = person.as_user(), {}
    if saying.anonymous:
        if not chat.is_administrator(person.id):
            raise ControlError("only an administrator writes anonymously")
        sender, around = GROUP_ANONYMOUS_BOT, {"sender_chat": chat.as_chat()}
    if saying.forward:
        around["forward_origin"] = {"type": "user", "date": world.clock.now(), "sender_user": person.as_user()}
    _enter(world, person, chat)
    messages = []
    for content in contents:
        messages.append(world.post(chat, sender, {**around, **content}, thread=thread, reply_to=reply_to))
        world.tell("message", chat, messages[-1])
    return messages


def _contents(parts: list[Part]) -> list[dict[str, Any]]:
    """The messages' fields; several make an album."""
    contents = [part.content() for part in parts]
    if len(contents) == 1:
        return contents
    if not 2 <= len(contents) <= 10:
        raise ControlError("album: expected two to ten")
    if not fit_one_album({str(kind_in(content)) for content in contents}):
        raise ControlError("album: expected photos and videos, or documents, or audio files")
    group = new_album()
    return [{"media_group_id": group, **content} for content in contents]


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
    topic = chat.topics.get(thread) if chat.forum else None
    if topic is None:
        raise ControlError("thread: no such topic in this chat")
    if topic.closed and topic.creator != person.id and not chat.is_administrator(person.id):
        raise ControlError("thread: this topic is closed")
    return thread


def edit(world: World, person: Person, chat: Chat, message: Message, *, text: str | None, carried: dict[str, Any]) -> Message:
    """A person changes the words of a message (None: they stay), what it carries (empty: it stays), or both."""
    if message["from"]["id"] != person.id or "forward_origin" in message:
        raise ControlError("message: this is not theirs to edit")
    changes = _changes(message, text, carried)
    if all(message.get(name) == value for name, value in changes.items()):
        raise ControlError("message: nothing would change")
    changed = world.replace(chat, message, {**changes, "edit_date": world.clock.now()})
    world.tell("edited_message", chat, changed)
    return changed


def _changes(message: Message, text: str | None, carried: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are to be; None takes one away."""
    old = kind_in(message)
    if "text" not in message and old is None:
        raise ControlError("message: there is nothing in it to edit")
    if carried:
        kinds = {str(kind_in(carried)), old or "document"}
        if not kinds <= EXCHANGEABLE or ("media_group_id" in message and not fit_one_album(kinds)):
            raise ControlError("message: this file cannot take the place of what is there")
    kept = carried or {kind: message[kind] for kind in KINDS if kind in message}
    words = str(message.get("text", message.get("caption", ""))) if text is None else text.strip()
    if not words and not kept:
        raise ControlError("text: nothing to send")
    gone = dict.fromkeys(("text", "entities", "caption", "caption_entities", *KINDS))
    return {**gone, **Part(words, kept).content()}


def delete(world: World, person: Person, chat: Chat, messages: list[Message]) -> None:
    """A person takes messages away for everybody; Telegram does not tell bots."""
    if not chat.is_present(person.id):
        raise ControlError("this person is not in that chat")
    privileged = chat.private or chat.is_administrator(person.id)
    for message in messages:
        if "forum_topic_created" in message or not (privileged or message["from"]["id"] == person.id):
            raise ControlError("message: this is not theirs to delete")
    world.remove(chat, [message["message_id"] for message in messages])
