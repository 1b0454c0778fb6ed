"""Where the library keeps its conversations: it reads from our tables and hands its changes over to the event's transaction.

The library gathers its writes and swallows their errors, so nothing is written here: changes are collected, and the consumer
writes them itself, in order, before it ends the event.
"""

from typing import Any

from telegram.ext import BasePersistence, PersistenceInput

from storage.database import Database
from storage.forms import conversation_states

Key = tuple[int | str, ...]
Change = tuple[str, Key, object | None]
"""Conversation, key and new state; None when it ended."""


class ConversationStore(BasePersistence[dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """Reads conversation states once at start and collects their changes."""

    def __init__(self, database: Database) -> None:
        nothing = PersistenceInput(bot_data=False, chat_data=False, user_data=False, callback_data=False)
        super().__init__(store_data=nothing)
        self._database = database
        self._changes: list[Change] = []

    def changes(self) -> list[Change]:
        """Return what has changed since the last call."""
        changes, self._changes = self._changes, []
        return changes

    async def get_conversations(self, name: str) -> dict[Key, object]:
        """Return where each conversation called ``name`` stands."""
        async with self._database.reading() as connection:
            return await conversation_states(connection, name)

    async def update_conversation(self, name: str, key: Key, new_state: object | None) -> None:
        """Collect a change."""
        self._changes.append((name, key, new_state))

    async def get_user_data(self) -> dict[int, dict[Any, Any]]:
        """Nothing is kept this way."""
        return {}

    async def get_chat_data(self) -> dict[int, dict[Any, Any]]:
        """Nothing is kept this way."""
        return {}

    async def get_bot_data(self) -> dict[Any, Any]:
        """Nothing is kept this way."""
        return {}

    async def get_callback_data(self) -> None:
        """Nothing is kept this way."""

    async def update_user_data(self, user_id: int, data: dict[Any, Any]) -> None:
        """Nothing is kept this way."""

    async def update_chat_data(self, chat_id: int, data: dict[Any, Any]) -> None:
        """Nothing is kept this way."""

    async def update_bot_data(self, data: dict[Any, Any]) -> None:
        """Nothing is kept this way."""

    async def update_callback_data(self, data: Any) -> None:
        """Nothing is kept this way."""

    async def drop_chat_data(self, chat_id: int) -> None:
        """Nothing is kept this way."""

    async def drop_user_data(self, user_id: int) -> None:
        """Nothing is kept this way."""

    async def refresh_user_data(self, user_id: int, user_data: dict[Any, Any]) -> None:
        """Nothing is kept this way."""

    async def refresh_chat_data(self, chat_id: int, chat_data: dict[Any, Any]) -> None:
        """Nothing is kept this way."""

    async def refresh_bot_data(self, bot_data: dict[Any, Any]) -> None:
        """Nothing is kept this way."""

    async def flush(self) -> None:
        """Nothing waits here."""
