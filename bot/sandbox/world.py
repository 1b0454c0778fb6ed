"""The world one bot lives in: people, chats, files, and the queue of what the bot has yet to hear."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.behind import BotBehind
from bot.sandbox.calls import CallLog
from bot.sandbox.chats import SERVICE, Chat, Message, standing
from bot.sandbox.clock import Clock
from bot.sandbox.events import EventLog
from bot.sandbox.faults import Faults
from bot.sandbox.files import FileStore
from bot.sandbox.limits import Limits
from bot.sandbox.mail.post import Post
from bot.sandbox.menus import Menus
from bot.sandbox.people import Bot, Person
from bot.sandbox.queries import Queries
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook

DEFAULT_TOKEN = "4242:Sandbox-demo"  # noqa: S105  (a sandbox token opens nothing)
DEFAULT_ADDRESS = "join@example.org"
TOKEN = re.compile(r"(\d{1,15}):Sandbox[A-Za-z0-9_-]*")


class World:
    """Everything the sandbox keeps for one bot."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        speed: float = 1.0,
        limits: bool = True,
        clock: Clock | None = None,
        mail_address: str = DEFAULT_ADDRESS,
    ) -> None:
        match = TOKEN.fullmatch(token)
        if match is None:
            raise ValueError("the sandbox takes only tokens like 4242:Sandbox-demo, never a real one")
        self.bot = Bot(int(match[1]), token)
        self.clock = clock or Clock(speed)
        self.began_ms = self.clock.now_ms()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.menus = Menus()
        self.texts: dict[str, str] = {}
        self.updates = UpdateQueue(self.clock)
        self.webhook = Webhook(self.updates)
        self.queries = Queries(self.clock)
        self.limits = Limits(self.clock, enforced=limits)
        self.events = EventLog()
        self.calls = CallLog()
        self.faults = Faults()
        self.mail = Post(mail_address, self.clock, self.events, self.touch)
        self.behind: BotBehind | None = None
        self.next_message_id = 1
        self.changed = False

    def touch(self) -> None:
        """Note that the state file no longer shows what there is."""
        self.changed = True

    def add_person(self, person: Person) -> Person:
        """A new person, and their still unopened private chat."""
        self.people[person.id] = person
        self.chats[person.id] = Chat(person.id, "private", person.as_chat(), members={person.id: "member"})
        return person

    def free_id(self, start: int, step: int = 1) -> int:
        """The next id nobody has, counting from `start`."""
        candidate = start
        while candidate in self.people or candidate in self.chats:
            candidate += step
        return candidate

    def take_message_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; private chats and basic groups share the account's counter."""
        owner: World | Chat = chat if chat.kind == "supergroup" else self
        number = owner.next_message_id
        owner.next_message_id = number + 1
        return number

    def post(
        self,
        chat: Chat,
        sender: dict[str, Any],
        content: dict[str, Any],
        *,
        thread: int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Put a message into a chat."""
        message: Message = {
            "message_id": self.take_message_id(chat),
            "from": sender,
            "chat": chat.as_chat(),
            "date": self.clock.now(),
        }
        if thread is not None:
            message["message_thread_id"] = thread
            message["is_topic_message"] = True
            reply_to = reply_to or chat.messages.get(thread)
        if reply_to is not None:
            if chat.kind == "supergroup" and not chat.forum:
                message["message_thread_id"] = reply_to.get("message_thread_id", reply_to["message_id"])
            message["reply_to_message"] = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
        message.update(content)
        chat.messages[message["message_id"]] = message
        self.events.add("message", chat.id, message=message)
        return message

    def replace(self, chat: Chat, message: Message, changes: dict[str, Any]) -> Message:
        """Put a changed copy in the place of a message; a None takes a field away."""
        changed = {**message, **changes}
        changed = {name: value for name, value in changed.items() if value is not None}
        chat.messages[message["message_id"]] = changed
        self.events.add("edit", chat.id, message=changed)
        return changed

    def remove(self, chat: Chat, message_ids: list[int]) -> None:
        """Take messages out of a chat."""
        for message_id in message_ids:
            chat.messages.pop(message_id, None)
            chat.reactions.pop(message_id, None)
            chat.keyboards.pop(message_id, None)
            if message_id in chat.pinned:
                chat.pinned.remove(message_id)
        self.events.add("delete", chat.id, messages=message_ids)

    def hears(self, chat: Chat, message: Message) -> bool:
        """Whether the bot gets to see a person's message: in private, as an administrator, or when it is meant."""
        if chat.private:
            return chat.members.get(self.bot.id) == "member"
        if not chat.is_present(self.bot.id):
            return False
        if chat.is_administrator(self.bot.id) or SERVICE & message.keys():
            return True
        meant = message.get("reply_to_message", {}).get("from", {}).get("id") == self.bot.id
        return meant or self._is_command(message.get("text", ""))

    def _is_command(self, text: str) -> bool:
        """Whether a text is a command for this bot, or for any."""
        command, _, name = text.partition(" ")[0].partition("@")
        return command.startswith("/") and name.lower() in {"", str(self.bot.as_user()["username"])}

    def tell(self, kind: str, chat: Chat, message: Message) -> int | None:
        """Queue a person's message (or its edit) if the bot gets to see it."""
        return self.updates.put(kind, message, f"chat:{chat.id}") if self.hears(chat, message) else None

    def set_bot_status(self, chat: Chat, status: str, by: dict[str, Any]) -> None:
        """Change the bot's own standing in a chat and tell it so (`my_chat_member`)."""
        me = self.bot.as_user()
        before = self._own_standing(chat, me)
        chat.members[self.bot.id] = status
        self.events.add("chat", chat.id, change=f"bot {status}")
        self.updates.put("my_chat_member", self._change(chat, by, before, self._own_standing(chat, me)), f"chat:{chat.id}")

    def _own_standing(self, chat: Chat, me: dict[str, Any]) -> dict[str, Any]:
        return standing(chat.members.get(self.bot.id, "left"), me, chat.withheld)

    def _change(self, chat: Chat, by: dict[str, Any], old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
        return {
            "chat": chat.as_chat(),
            "from": by,
            "date": self.clock.now(),
            "old_chat_member": old,
            "new_chat_member": new,
        }

    def tell_member_change(self, chat: Chat, by: dict[str, Any], user: dict[str, Any], old: str, new: str) -> None:
        """Queue `chat_member`, which only an administrating bot that asked for it receives."""
        if chat.is_administrator(self.bot.id):
            change = self._change(chat, by, standing(old, user), standing(new, user))
            self.updates.put("chat_member", change, f"chat:{chat.id}")
