"""Chats: private ones, basic groups and supergroups, with their members, topics and messages."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.spec import REACTIONS, RIGHTS

Message = dict[str, Any]
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
ADMINISTRATORS = frozenset({"creator", "administrator"})
SERVICE = frozenset(
    {
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
    }
)
GENERAL = 1
TOPIC_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is that of the service message that opened it."""

    id: int
    name: str
    icon_color: int = TOPIC_COLOURS[0]
    icon_custom_emoji_id: str | None = None
    closed: bool = False
    creator: int | None = None

    def as_forum_topic(self) -> dict[str, Any]:
        """The topic as a Bot API `ForumTopic`."""
        topic: dict[str, Any] = {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}
        if self.icon_custom_emoji_id:
            topic["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return topic


@dataclass(slots=True)
class Chat:
    """A chat and everything in it.

    `members` holds the bot as well (in private: absent, "member" or "kicked"); `available_reactions` None means all.
    """

    id: int
    kind: str
    face: dict[str, Any]
    forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    reactions: dict[int, dict[int, str]] = field(default_factory=dict)
    available_reactions: list[str] | None = None
    keyboards: dict[int, dict[str, Any]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    next_message_id: int = 1
    migrated_to: int | None = None

    @property
    def private(self) -> bool:
        """Whether it is a person's own chat with the bot."""
        return self.kind == "private"

    def as_chat(self) -> dict[str, Any]:
        """The chat as a Bot API `Chat`."""
        return self.face

    def is_present(self, account: int) -> bool:
        """Whether this account is in the chat now."""
        return self.members.get(account) in PRESENT

    def is_administrator(self, account: int) -> bool:
        """Whether this account administers the chat."""
        return self.members.get(account) in ADMINISTRATORS

    def bot_may(self, bot: int, right: str) -> bool:
        """Whether the bot, as an administrator, has this right."""
        return self.is_administrator(bot) and right not in self.withheld

    def may_manage(self, topic: Topic, bot: int) -> bool:
        """Whether the bot may rename and close this topic, and write there once it is closed."""
        return topic.creator == bot or self.bot_may(bot, "can_manage_topics")

    def allows_reaction(self, emoji: str) -> bool:
        """Whether this is one of Telegram's reactions, and one this chat has not turned off."""
        return emoji in REACTIONS and (self.available_reactions is None or emoji in self.available_reactions)

    def member(self, account: int, user: dict[str, Any], *, bot: bool = False) -> dict[str, Any]:
        """Someone's standing as a Bot API `ChatMember`."""
        return standing(self.members.get(account, "left"), user, self.withheld if bot else frozenset())

    def thread(self, message: Message) -> int | None:
        """The topic a message is in, None for the general one and outside forums."""
        return message.get("message_thread_id") if message.get("is_topic_message") else None


def standing(status: str, user: dict[str, Any], withheld: set[str] | frozenset[str] = frozenset()) -> dict[str, Any]:
    """A Bot API `ChatMember` of this status, complete in the fields its kind requires."""
    member: dict[str, Any] = {"user": user, "status": status}
    if status == "administrator":
        member.update(can_be_edited=False, is_anonymous=False)
        member.update({right: right not in withheld for right in RIGHTS})
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "kicked":
        member["until_date"] = 0
    return member


def new_album() -> str:
    """A `media_group_id` no other album has."""
    return str(secrets.randbelow(9 * 10**16) + 10**16)
