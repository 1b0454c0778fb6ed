"""Command menus: one list per scope and language, the most specific one shown, as Telegram resolves them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Chat

Scope = dict[str, Any]
Commands = list[dict[str, Any]]


class Menus:
    """All lists the bot has set."""

    def __init__(self) -> None:
        self.lists: dict[str, Commands] = {}

    @staticmethod
    def key(scope: Scope | None, language: str) -> str:
        """The place of a list."""
        scope = scope or {"type": "default"}
        return ":".join(str(part) for part in (scope["type"], scope.get("chat_id", ""), scope.get("user_id", ""), language))

    def get(self, scope: Scope | None, language: str) -> Commands:
        """The list set for exactly this scope and language."""
        return self.lists.get(self.key(scope, language), [])

    def set(self, scope: Scope | None, language: str, commands: Commands) -> None:
        """Set a list; an empty one takes it away."""
        if commands:
            self.lists[self.key(scope, language)] = commands
        else:
            self.lists.pop(self.key(scope, language), None)

    def seen_by(self, person: int, language: str | None, chat: Chat) -> Commands:
        """The menu this person sees in this chat."""
        for scope in self._scopes(person, chat):
            for code in ((language or "")[:2].lower(), ""):
                if commands := self.get(scope, code):
                    return commands
        return []

    @staticmethod
    def _scopes(person: int, chat: Chat) -> list[Scope]:
        """From the most specific to the default."""
        here = {"chat_id": chat.id}
        if chat.private:
            return [{"type": "chat", **here}, {"type": "all_private_chats"}, {"type": "default"}]
        scopes: list[Scope] = [{"type": "chat_member", **here, "user_id": person}]
        administrator = chat.is_administrator(person)
        if administrator:
            scopes.append({"type": "chat_administrators", **here})
        scopes.append({"type": "chat", **here})
        if administrator:
            scopes.append({"type": "all_chat_administrators"})
        return [*scopes, {"type": "all_group_chats"}, {"type": "default"}]
