"""The post: every letter that went through, and the mailbox in which those to the join address lie."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.events import EventLog
from bot.sandbox.mail.folders import Folder
from bot.sandbox.mail.letters import Kind, Letter

INBOX = "INBOX"


class Post:
    """All letters in the order they came, and the folders of the join address; `touched` is called after every change."""

    def __init__(self, address: str, clock: Clock, events: EventLog, touched: Callable[[], None]) -> None:
        self.address = address
        self.letters: list[Letter] = []
        self.folders: dict[str, Folder] = {}
        self.collected = False
        self._clock, self._events, self._touched = clock, events, touched
        self._last_validity = 0
        self.make_folder(INBOX)

    def take(self, sender: str, recipients: list[str], raw: bytes) -> None:
        """Carry a letter: into the mailbox for the join address, nowhere for anybody else (it counts as sent)."""
        others = [to for to in recipients if to.lower() != self.address.lower()]
        if others:
            self._add("sent", sender, others, raw)
        if len(others) < len(recipients):
            self.deliver(sender, raw)

    def deliver(self, sender: str, raw: bytes) -> Letter:
        """Put a letter into the mailbox, with the lines on top that every mail server adds."""
        now = formatdate(self._clock.now())
        trace = f"Return-Path: <{sender}>\r\nReceived: by sandbox; {now}\r\n"
        letter = self._add("received", sender, [self.address], trace.encode() + raw)
        self.folders[INBOX].add(letter)
        return letter

    def file(self, raw: bytes, at_ms: int | None) -> Letter:
        """A letter that a mail program puts into a folder by itself."""
        letter = Letter(len(self.letters) + 1, "filed", at_ms or self._clock.now_ms(), "", (), raw)
        self.letters.append(letter)
        return letter

    def carried(self) -> list[Letter]:
        """The letters that went from somebody to somebody, oldest first."""
        return [letter for letter in self.letters if letter.kind != "filed"]

    def make_folder(self, name: str) -> Folder:
        """An empty folder, whose UIDs no earlier one of that name ever gave."""
        self._last_validity = max(self._last_validity + 1, int(time.time()))
        folder = self.folders[name] = Folder(self._last_validity)
        folder.watchers.add(self._touched)
        return folder

    def remove_folder(self, name: str) -> None:
        """A folder goes, with what is in it."""
        del self.folders[name]
        self._touched()

    def rename_folder(self, old: str, new: str) -> None:
        """A folder gets another name, and keeps its letters and UIDs."""
        self.folders[new] = self.folders.pop(old)
        self._touched()

    def dump(self) -> dict[str, Any]:
        """Everything as the state file keeps it."""
        letters = [
            [letter.kind, letter.at_ms, letter.sender, letter.recipients, base64.b64encode(letter.raw).decode()]
            for letter in self.letters
        ]
        return {"letters": letters, "folders": {name: folder.dump() for name, folder in self.folders.items()}}

    def restore(self, kept: dict[str, Any]) -> None:
        """Put everything back as it was."""
        self.letters = [
            Letter(n, kind, at_ms, sender, tuple(to), base64.b64decode(raw))
            for n, (kind, at_ms, sender, to, raw) in enumerate(kept["letters"], 1)
        ]
        self.folders = {name: Folder.restore(folder, self.letters) for name, folder in kept["folders"].items()}
        for folder in self.folders.values():
            folder.watchers.add(self._touched)
        self._last_validity = max(folder.validity for folder in self.folders.values())

    def _add(self, kind: Kind, sender: str, recipients: list[str], raw: bytes) -> Letter:
        letter = Letter(len(self.letters) + 1, kind, self._clock.now_ms(), sender, tuple(recipients), raw)
        self.letters.append(letter)
        self._events.add("letter", None, letter=letter.view())
        self._touched()
        return letter
