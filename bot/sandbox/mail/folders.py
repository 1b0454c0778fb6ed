"""The folders of the mailbox: what a mail provider keeps of them, so that UIDs and flags outlive a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.mail.letters import Letter


@dataclass(slots=True)
class Item:
    """A letter in a folder; `version` is the folder's when the item last changed."""

    uid: int
    letter: Letter
    flags: frozenset[str]
    version: int = 0


class Folder:
    """Letters under UIDs that only grow. Every change is a new version, and rings for whoever watches."""

    def __init__(self, validity: int, next_uid: int = 1) -> None:
        self.validity = validity
        self.next_uid = next_uid
        self.version = 0
        self.items: dict[int, Item] = {}
        self.gone: list[tuple[int, int]] = []
        self.watchers: set[Callable[[], None]] = set()

    def add(self, letter: Letter, flags: frozenset[str] = frozenset()) -> Item:
        """Put a letter in."""
        item = Item(self.next_uid, letter, flags)
        self.next_uid += 1
        self.items[item.uid] = item
        self._touch(item)
        return item

    def mark(self, item: Item, flags: frozenset[str]) -> None:
        """Give an item other flags."""
        if flags != item.flags:
            item.flags = flags
            self._touch(item)

    def remove(self, uids: Iterable[int]) -> None:
        """Take letters out."""
        for uid in uids:
            if self.items.pop(uid, None):
                self.version += 1
                self.gone.append((self.version, uid))
        self._ring()

    def since(self, version: int) -> tuple[list[Item], list[int]]:
        """What changed after a version: items as they are now, and the UIDs that are gone."""
        changed = [item for item in self.items.values() if item.version > version]
        return changed, [uid for at, uid in self.gone if at > version]

    def dump(self) -> dict[str, Any]:
        """The folder as the state file keeps it; letters by number."""
        items = [[item.uid, item.letter.n, sorted(item.flags)] for item in self.items.values()]
        return {"validity": self.validity, "next_uid": self.next_uid, "items": items}

    @classmethod
    def restore(cls, kept: dict[str, Any], letters: list[Letter]) -> Folder:
        """A folder as it was."""
        folder = cls(kept["validity"], kept["next_uid"])
        folder.items = {uid: Item(uid, letters[n - 1], frozenset(flags)) for uid, n, flags in kept["items"]}
        return folder

    def _touch(self, item: Item) -> None:
        self.version += 1
        item.version = self.version
        self._ring()

    def _ring(self) -> None:
        for watcher in tuple(self.watchers):
            watcher()
