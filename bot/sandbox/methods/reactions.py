"""The bot's reactions to messages."""

from __future__ import annotations

from bot.sandbox.errors import bad_request, mistake
from bot.sandbox.methods.access import message_in, writable
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.spec import REACTIONS
from bot.sandbox.world import World


def set_message_reaction(world: World, params: Params, files: Files) -> bool:
    """One emoji, or none."""
    chosen = params.get("reaction", [])
    if len(chosen) > 1:
        raise mistake("REACTIONS_TOO_MANY")
    if chosen and chosen[0].get("emoji") not in REACTIONS:
        raise mistake("REACTION_INVALID")
    chat = writable(world, params["chat_id"])
    message = message_in(chat, params, "react")
    if chosen and not chat.allows_reaction(chosen[0]["emoji"]):
        raise bad_request("REACTION_INVALID")
    react(world, chat.id, message["message_id"], world.bot.id, chosen[0]["emoji"] if chosen else None)
    return True


def react(world: World, chat_id: int, message_id: int, account: int, emoji: str | None) -> str | None:
    """Put or take away someone's reaction; answers the one before."""
    reactions = world.chats[chat_id].reactions.setdefault(message_id, {})
    before = reactions.pop(account, None)
    if emoji is not None:
        reactions[account] = emoji
    world.events.add("reaction", chat_id, message_id=message_id, person=account, emoji=emoji)
    return before


METHODS = {"setMessageReaction": set_message_reaction}
