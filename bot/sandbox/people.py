"""People of the sandbox, and the one who writes when an administrator stays anonymous."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

GROUP_ANONYMOUS_BOT: dict[str, Any] = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def as_user(self) -> dict[str, Any]:
        """The person as a Bot API `User`."""
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                user[name] = value
        return user

    def as_chat(self) -> dict[str, Any]:
        """The person as the other side of a private chat."""
        chat: dict[str, Any] = {"id": self.id, "first_name": self.first_name, "type": "private"}
        for name in ("last_name", "username"):
            if value := getattr(self, name):
                chat[name] = value
        return chat


@dataclass(slots=True)
class Bot:
    """The account of the bot this world is for."""

    id: int
    token: str
    first_name: str = "Sandbox Bot"

    def as_user(self) -> dict[str, Any]:
        """The bot as a Bot API `User`."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": f"sandbox_{self.id}_bot"}
