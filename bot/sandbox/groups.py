"""Groups: made, joined, left, run by administrators, and turned into supergroups."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import ADMINISTRATORS, PRESENT, Chat
from bot.sandbox.errors import ControlError
from bot.sandbox.people import Person
from bot.sandbox.spec import REACTIONS, RIGHTS
from bot.sandbox.world import World

STATUSES = frozenset({"creator", "administrator", "member", "restricted", "left", "kicked"})
FIRST_SUPERGROUP = -1001000000001
FIRST_GROUP = -500001


def create_group(
    world: World,
    title: str,
    *,
    kind: str = "supergroup",
    forum: bool = True,
    members: list[Person],
    admins: list[Person],
    bot_admin: bool = True,
    chat_id: int | None = None,
) -> Chat:
    """A new group the bot is in; the bot hears of it from the first administrator or member."""
    if kind not in {"group", "supergroup"}:
        raise ControlError('kind: expected "group" or "supergroup"')
    forum = forum and kind == "supergroup"
    chat_id = chat_id or world.free_id(FIRST_SUPERGROUP if kind == "supergroup" else FIRST_GROUP, -1)
    if chat_id >= 0 or chat_id in world.chats:
        raise ControlError("id: expected a negative number that is still free")
    chat = Chat(chat_id, kind, _face(chat_id, kind, title, forum=forum), forum=forum)
    chat.next_message_id = 2  # the first was the group's making; 1 is the general topic's id
    chat.members = {person.id: "member" for person in members} | {person.id: "administrator" for person in admins}
    world.chats[chat_id] = chat
    status = "administrator" if bot_admin else "member"
    founder = next(iter([*admins, *members]), None)
    if founder is not None:
        world.set_bot_status(chat, status, founder.as_user())
    else:
        chat.members[world.bot.id] = status
        world.events.add("chat", chat.id, change="created")
    return chat


def _face(chat_id: int, kind: str, title: str, *, forum: bool) -> dict[str, Any]:
    face: dict[str, Any] = {"id": chat_id, "title": title, "type": kind}
    if forum:
        face["is_forum"] = True
    return face


def set_bot_standing(world: World, chat: Chat, status: str, rights: dict[str, bool] | None, by: Person | None) -> None:
    """The bot's own standing and rights, changed by somebody."""
    if not rights_known(rights):
        raise ControlError(f"rights: expected an object of {', '.join(RIGHTS)}")
    admin = next((world.people[a] for a in chat.members if a in world.people and chat.is_administrator(a)), None)
    someone = by or admin or next((world.people[a] for a in chat.members if a in world.people), None)
    chat.withheld = {name for name, given in (rights or {}).items() if not given}
    world.set_bot_status(chat, status, someone.as_user() if someone else world.bot.as_user())


def rights_known(rights: dict[str, bool] | None) -> bool:
    """Whether these are names of administrator rights."""
    return rights is None or rights.keys() <= set(RIGHTS)


def set_status(world: World, chat: Chat, person: Person, status: str) -> None:
    """Somebody joins, leaves, or becomes an administrator."""
    before = chat.members.get(person.id, "left")
    chat.members[person.id] = status
    user = person.as_user()
    if before != status:
        world.tell_member_change(chat, user, user, before, status)
    if before not in PRESENT and status in PRESENT:
        _announce(world, chat, user, {"new_chat_members": [user]})
    elif before in PRESENT and status not in PRESENT:
        _announce(world, chat, user, {"left_chat_member": user})
    elif (before in ADMINISTRATORS) != (status in ADMINISTRATORS):
        world.events.add("chat", chat.id, change=f"{person.id} {status}")


def _announce(world: World, chat: Chat, sender: dict[str, Any], content: dict[str, Any]) -> None:
    world.tell("message", chat, world.post(chat, sender, content))


def set_forum(world: World, chat: Chat, *, forum: bool) -> None:
    """Topics on or off; while they are off they are kept, and all messages stand in one row."""
    if chat.kind != "supergroup":
        raise ControlError("chat: only a supergroup has topics")
    chat.forum = forum
    chat.face = _face(chat.id, chat.kind, chat.face["title"], forum=forum)
    world.events.add("chat", chat.id, change=f"forum {forum}")


def set_reactions(world: World, chat: Chat, emoji: list[str] | None) -> None:
    """Which reactions a group allows, None for all."""
    if chat.private or (emoji is not None and not REACTIONS.issuperset(map(str, emoji))):
        raise ControlError("reactions: expected a group and a list of Telegram's reactions")
    chat.available_reactions = emoji
    world.events.add("chat", chat.id, change="reactions")


def migrate(world: World, chat: Chat) -> Chat:
    """A basic group becomes a supergroup with a new id; both sides say so."""
    if chat.kind != "group" or chat.migrated_to is not None:
        raise ControlError("chat: only a basic group becomes a supergroup")
    new_id = world.free_id(FIRST_SUPERGROUP, -1)
    new = Chat(new_id, "supergroup", _face(new_id, "supergroup", chat.face["title"], forum=False))
    new.members, new.withheld = dict(chat.members), set(chat.withheld)
    world.chats[new_id] = new
    mover = next((world.people[account] for account in chat.members if account in world.people), None)
    sender = mover.as_user() if mover else world.bot.as_user()
    _announce(world, chat, sender, {"migrate_to_chat_id": new_id})
    _announce(world, new, sender, {"migrate_from_chat_id": chat.id})
    chat.migrated_to = new_id
    return new
