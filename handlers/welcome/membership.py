"""Where the bot is let in or shown out: people who block it, groups it is added to, groups that change their id."""

from dataclasses import replace

from telegram import ChatMember, Update

from handlers.kit.event import Event, EventContext
from handlers.kit.markup import escape, fill
from handlers.kit.messages import Message
from storage import people, posts
from storage.moves import move

GONE = {ChatMember.LEFT, ChatMember.BANNED}


async def on_own_membership(update: Update, context: EventContext) -> None:
    """Note that a person blocked or unblocked the bot; in a group that is not ours, say its id to an owner or leave."""
    event, change = context.event, update.my_chat_member
    if change is None:
        return
    here = change.new_chat_member.status not in GONE
    if change.chat.type == "private":
        if event.actor is not None and str(change.chat.id) == event.actor.channel.address:
            channel = await people.set_reachable(event.unit, event.who.channel, reachable=here)
            event.actor = replace(event.who, channel=channel)
            if here:
                await catch_up(event, change.chat.id)
    elif here and change.chat.id == event.office.staff_chat:
        await catch_up(event, change.chat.id)
    elif here and change.old_chat_member.status in GONE:
        _answer_stranger_group(event, change.chat.id)


async def catch_up(event: Event, chat_id: int) -> None:
    """Let what the office could not be told in a chat go out, now that it is open: no enquiry stays unseen."""
    if chat_id == event.office.staff_chat or (event.actor is not None and event.actor.is_staff):
        await posts.retry(event.unit, str(chat_id), ("enquiry", "message", "kept", "topic", "application"))


def _answer_stranger_group(event: Event, chat_id: int) -> None:
    if event.actor is not None and event.actor.is_staff:
        texts = event.office.texts
        text = texts._("The id of this group is {id}. To make it the staff group, set STAFF_CHAT_ID to it and restart the bot.")
        event.post(chat_id, "sendMessage", Message(fill(escape(text), id=chat_id)).call())
    else:
        event.post(chat_id, "leaveChat", {"chat_id": chat_id})


async def on_migration(update: Update, context: EventContext) -> None:
    """Follow a group that became a supergroup under a new id. Nothing else moves: a person's answers must not go elsewhere."""
    event, message = context.event, update.message
    if message is None or message.chat.type != "group" or message.migrate_to_chat_id is None:
        return
    old, new = message.chat_id, message.migrate_to_chat_id
    await move(await event.unit.for_writing(), str(old), str(new))
    event.office.follow(str(old), str(new))
