"""One login to the mailbox. Everything here waits for the server, so it is called in a thread.

imap-tools connects, logs in, selects and idles. Letters are fetched below it, through the standard library's client
it holds: it would parse each as it comes, and a hostile letter is not to be parsed here. For marking it is not used either:
it expunges after every flag, and would delete for good what a person had only marked as deleted.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from imap_tools import BaseMailBox

from bot.mailbox.account import Account
from bot.mailbox.answers import Found, described, literal
from bot.mailbox.connecting import PATIENCE, connected, cut, log_in
from bot.mailbox.failing import Cause, MailboxError, failing_as

KEYWORD = "AllianceBot"
"""What is set on a letter that has been stored; people see with it what the bot has seen."""

HEADERS = 65536
"""Bytes of a header block; what is longer says nothing more to anybody."""

ID = '("name" "alliance-bot" "vendor" "alliance-bot")'
"""How a client names itself; the servers of 163 and 126 open no folder to one that does not."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it is now: which numbering its UIDs belong to, which UID the next letter gets, how many there are.

    ``next_uid`` is 0 where the server does not tell; those of 163 and of Winmail do not.
    """

    uidvalidity: int
    next_uid: int
    letters: int


class Session:
    """A connection to one folder, from `open` to `close`.

    ``idles``: the server says by itself that something has come. ``marks``: it keeps our keyword.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._opened: BaseMailBox | None = None
        self.idles = self.marks = False

    def open(self) -> None:
        """Connect and log in."""
        with failing_as(Cause.CONNECTION):
            self._opened = box = connected(self._account)
        with failing_as(Cause.LOGIN):
            log_in(box, self._account)
        with failing_as(Cause.ANSWER):
            abilities = str(box.client.capability()[1]).upper()  # many tell all of them only after the login
            self.idles = "IDLE" in abilities
            if re.search(r"\bID\b", abilities):
                with suppress(imaplib.IMAP4.error):
                    box.client.xatom("ID", ID)

    def look(self) -> Folder:
        """Open the folder, anew each time: only then does the server say how its letters are numbered."""
        with failing_as(Cause.FOLDER):
            try:
                [count] = self._box.folder.set(self._account.folder)[1]
            except imaplib.IMAP4.readonly:
                [count] = self._box.folder.set(self._account.folder, readonly=True)[1]
        with failing_as(Cause.ANSWER):
            self._told_before()  # how many there are: no news
            flags = b" ".join(filter(None, self._box.client.response("PERMANENTFLAGS")[1]))
            self.marks = rb"\*" in flags or KEYWORD.encode() in flags
            return Folder(self._code("UIDVALIDITY"), self._code("UIDNEXT"), int(count))

    def newer(self, uid: int, now: int) -> list[Found]:
        """Return the letters above ``uid``, lowest first; one whose date cannot be read counts as come ``now``.

        They are asked for and not searched: what servers make of SEARCH differs too much.
        """
        with failing_as(Cause.ANSWER):
            lines = self._fetch(f"{uid + 1}:*", "(UID RFC822.SIZE INTERNALDATE)")
            found = {each.uid: each for each in described(lines, now)}
        return [found[each] for each in sorted(found) if each > uid]  # when there is nothing new, the last one is told

    def highest(self) -> int:
        """Return the highest UID there is, 0 in an empty folder."""
        with failing_as(Cause.ANSWER):
            return max(map(int, self._box.uids(charset=None)), default=0)

    def raw(self, uid: int) -> bytes | None:
        """Return a whole letter, None when it is gone. It is as unread as before."""
        with failing_as(Cause.ANSWER):
            return literal(self._fetch(str(uid), "(UID BODY.PEEK[])"))

    def headers(self, uid: int) -> bytes | None:
        """Return the headers of a letter alone."""
        with failing_as(Cause.ANSWER):
            return literal(self._fetch(str(uid), f"(UID BODY.PEEK[HEADER]<0.{HEADERS}>)"))

    def mark(self, uids: Sequence[int]) -> None:
        r"""Set our keyword on letters where the server permits one, and `\Seen` where the account says so.

        Nothing depends on it, so a refusal is let pass.
        """
        flags = [KEYWORD] * self.marks + [r"\Seen"] * self._account.seen
        if uids and flags:
            with failing_as(Cause.ANSWER), suppress(imaplib.IMAP4.error):
                self._box.client.uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", f"({' '.join(flags)})")

    def wait(self, seconds: float) -> None:
        """Wait until the server says that something has changed, at most ``seconds``."""
        with failing_as(Cause.ANSWER):
            if self._told_before():
                return
            with self._box.idle as idling:
                if not self._told_at_once():
                    idling.poll(seconds)

    def abandon(self) -> None:
        """Break the connection while a thread still waits for it: that thread ends at once."""
        if self._opened is not None:
            with suppress(OSError):
                self._opened.client.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the connection go."""
        if self._opened is not None:
            cut(self._opened)

    @property
    def encrypted(self) -> bool:
        """Whether nobody can listen in on the way."""
        return isinstance(self._box.client.sock, ssl.SSLSocket)

    @property
    def _box(self) -> BaseMailBox:
        if self._opened is None:
            raise MailboxError(Cause.CONNECTION)
        return self._opened

    def _told_before(self) -> bool:
        """Whether news came with the answer to anything since the last look, or this was asked; they are not told twice."""
        told = [self._box.client.response(name)[1] != [None] for name in ("EXISTS", "EXPUNGE")]
        return any(told)

    def _told_at_once(self) -> bool:
        """Whether news came together with the answer to IDLE: they lie in the client's buffer, where no poll sees them."""
        client = self._box.client
        client.sock.settimeout(0)
        try:
            return bool(client._get_line())
        except (OSError, imaplib.IMAP4.abort):
            return False
        finally:
            client.sock.settimeout(PATIENCE)

    def _code(self, name: str) -> int:
        return int(self._box.client.response(name)[1][-1] or 0)

    def _fetch(self, uids: str, what: str) -> list[Any]:
        status, lines = self._box.client.uid("FETCH", uids, what)
        if status != "OK":
            raise MailboxError(Cause.ANSWER)
        return lines
