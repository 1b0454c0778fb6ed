"""Copying and forwarding: one message, or several with their albums kept together."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from bot.sandbox.chats import SERVICE, Chat, Message, new_album
from bot.sandbox.errors import bad_request, mistake
from bot.sandbox.files import KINDS
from bot.sandbox.methods.access import message_in, readable
from bot.sandbox.methods.sending import Files, Params, deliver
from bot.sandbox.text import formatted
from bot.sandbox.world import World

MOST = 100
_CONTENT = ("text", "entities", "caption", "caption_entities", "location", "contact", *KINDS)


def _may_leave(message: Message) -> bool:
    """Whether a message may be copied or forwarded at all."""
    return not (SERVICE & message.keys() or message.get("has_protected_content"))


def content_of(message: Message) -> dict[str, Any]:
    """What a copy of a message takes over: text and media, not who wrote it, where and when."""
    return {name: message[name] for name in _CONTENT if name in message}


def origin_of(message: Message) -> dict[str, Any]:
    """Where a forwarded message comes from."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    if "sender_chat" in message:
        return {"type": "chat", "date": message["date"], "sender_chat": message["sender_chat"]}
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}


def copy_message(world: World, params: Params, files: Files) -> dict[str, Any]:
    """A message's content as one of the bot's own."""
    message = message_in(readable(world, params["from_chat_id"]), params, "copy")
    if not _may_leave(message):
        raise bad_request("message can't be copied")
    content = content_of(message)
    if "caption" in params and "text" not in content:
        caption, entities = formatted(params, caption=True)
        content.update(caption=caption, caption_entities=entities or None)
        content = {name: value for name, value in content.items() if value}
    return {"message_id": deliver(world, params, content)[0]["message_id"]}


def forward_message(world: World, params: Params, files: Files) -> Message:
    """A message with its origin shown."""
    message = message_in(readable(world, params["from_chat_id"]), params, "forward")
    if not _may_leave(message):
        raise bad_request("message can't be forwarded")
    return deliver(world, params, {"forward_origin": origin_of(message), **content_of(message)})[0]


def _several(world: World, params: Params) -> list[Message]:
    """The messages of a request that are there and may leave; the rest is passed over."""
    chat: Chat = readable(world, params["from_chat_id"])
    numbers = params["message_ids"]
    if not 1 <= len(numbers) <= MOST:
        raise mistake("too many message identifiers specified" if numbers else "message identifiers are not specified")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise mistake("message identifiers must be in a strictly increasing order")
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    if not (leaving := [message for message in found if _may_leave(message)]):
        raise bad_request("there are no messages to forward")
    return leaving


def _sent(world: World, params: Params, contents: list[tuple[Message, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Send them all; those of one album become an album again."""
    albums = {group: new_album() for message, _ in contents if (group := message.get("media_group_id"))}
    grouped = [
        {"media_group_id": albums[message["media_group_id"]], **content} if "media_group_id" in message else content
        for message, content in contents
    ]
    return [{"message_id": sent["message_id"]} for sent in deliver(world, params, *grouped)]


def copy_messages(world: World, params: Params, files: Files) -> list[dict[str, Any]]:
    """Several messages' content as the bot's own."""
    dropped = {"caption", "caption_entities"} if params.get("remove_caption") else set()
    contents = []
    for message in _several(world, params):
        contents.append((message, {name: value for name, value in content_of(message).items() if name not in dropped}))
    return _sent(world, params, contents)


def forward_messages(world: World, params: Params, files: Files) -> list[dict[str, Any]]:
    """Several messages with their origin shown."""
    several = _several(world, params)
    return _sent(world, params, [(m, {"forward_origin": origin_of(m), **content_of(m)}) for m in several])


METHODS = {
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
