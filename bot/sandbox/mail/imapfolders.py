"""The mailbox's folders as pymap asks for them, through its public interfaces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from pymap.backend.mailbox import MailboxDataInterface, MailboxSetInterface
from pymap.concurrent import Event
from pymap.flags import FlagOp
from pymap.interfaces.message import CachedMessage
from pymap.listtree import ListTree
from pymap.mailbox import MailboxSnapshot
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import Flag, ObjectId
from pymap.parsing.specials.flag import Seen, Wildcard
from pymap.selected import SelectedMailbox, SelectedSet

from bot.sandbox.mail.folders import Folder
from bot.sandbox.mail.imapletters import Message
from bot.sandbox.mail.post import INBOX, Post
from bot.sandbox.mail.reading import tried


def _names(flags: Iterable[Flag]) -> frozenset[str]:
    return frozenset(map(str, flags))


class Snapshot(MailboxSnapshot):
    """A folder at one moment. That any keyword may be set is a permission, and no flag itself."""

    @property
    def flags(self) -> frozenset[Flag]:
        """The flags there are."""
        return super().flags - {Wildcard}


class FolderView(MailboxDataInterface[Message]):
    """One folder. What changes in it is the folder's; here is only how pymap is told."""

    def __init__(self, post: Post, folder: Folder) -> None:
        self.post, self.folder = post, folder
        self._selected_set = SelectedSet()

    @property
    def mailbox_id(self) -> ObjectId:
        """What names the folder, also after it was renamed."""
        return ObjectId(b"F%d" % self.folder.validity)

    @property
    def readonly(self) -> bool:
        """Every folder can be written to."""
        return False

    @property
    def uid_validity(self) -> int:
        """What changes when UIDs begin anew."""
        return self.folder.validity

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        """The usual flags, and any keyword."""
        return super().permanent_flags | {Wildcard}

    @property
    def selected_set(self) -> SelectedSet:
        """Who has it open."""
        return self._selected_set

    async def update_selected(self, selected: SelectedMailbox, *, wait_on: Event | None = None) -> SelectedMailbox:
        """Tell somebody who has the folder open what changed; with `wait_on`, as soon as something does."""
        if wait_on is not None and selected.mod_sequence == self.folder.version:
            await self._change(wait_on)
        changed, gone = self.folder.since(-1 if selected.mod_sequence is None else selected.mod_sequence)
        selected.mod_sequence = self.folder.version
        selected.add_updates([Message(item) for item in changed], gone)
        return selected

    async def _change(self, wait_on: Event) -> None:
        either = wait_on.or_event()
        self.folder.watchers.add(either.set)
        try:
            await either.wait()
        finally:
            self.folder.watchers.discard(either.set)

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        """File a letter."""
        when = append_msg.when
        at_ms = tried(lambda: int(when.astimezone(UTC).timestamp() * 1000), None) if when else None
        letter = self.post.file(append_msg.literal, at_ms)
        return Message(self.folder.add(letter, _names(append_msg.flag_set)))

    async def copy(self, uid: int, destination: FolderView, *, recent: bool = False) -> int | None:
        """Put a letter into another folder as well."""
        item = self.folder.items.get(uid)
        return destination.folder.add(item.letter, item.flags).uid if item else None

    async def move(self, uid: int, destination: FolderView, *, recent: bool = False) -> int | None:
        """Put a letter into another folder."""
        moved = await self.copy(uid, destination)
        self.folder.remove([uid])
        return moved

    async def get(self, uid: int, cached_msg: CachedMessage) -> Message:
        """A letter; one that is gone, as somebody saw it last."""
        item = self.folder.items.get(uid)
        if item is not None:
            return Message(item)
        if not isinstance(cached_msg, Message):
            raise TypeError(cached_msg)
        return Message(cached_msg.item, expunged=True)

    async def update(self, uid: int, cached_msg: CachedMessage, flag_set: frozenset[Flag], mode: FlagOp) -> Message:
        """Set or take away flags."""
        item = self.folder.items.get(uid)
        if item is not None:
            self.folder.mark(item, _names(mode.apply({Flag(name) for name in item.flags}, flag_set)))
        return await self.get(uid, cached_msg)

    async def delete(self, uids: Iterable[int]) -> None:
        """Take letters out for good."""
        self.folder.remove(uids)

    async def claim_recent(self, selected: SelectedMailbox) -> None:
        r"""Nothing is `\Recent`: today's IMAP no longer knows the flag."""

    async def cleanup(self) -> None:
        """Nothing needs tidying."""

    async def snapshot(self) -> MailboxSnapshot:
        """The folder's numbers."""
        items = self.folder.items.values()
        unseen = [number for number, item in enumerate(items, 1) if str(Seen) not in item.flags]
        return Snapshot(
            self.mailbox_id,
            self.readonly,
            self.uid_validity,
            self.permanent_flags,
            self.session_flags,
            exists=len(items),
            recent=0,
            unseen=len(unseen),
            first_unseen=unseen[0] if unseen else None,
            next_uid=self.folder.next_uid,
        )


class FolderSet(MailboxSetInterface[FolderView]):
    """All folders, each of them subscribed."""

    def __init__(self, post: Post) -> None:
        self.post = post

    @property
    def delimiter(self) -> str:
        """What stands between a folder's name and that of one inside it."""
        return "/"

    async def set_subscribed(self, name: str, subscribed: bool) -> None:
        """Nothing to do: mail programs show all folders."""

    async def list_subscribed(self) -> ListTree:
        """All folders."""
        return await self.list_mailboxes()

    async def list_mailboxes(self) -> ListTree:
        """All folders."""
        return ListTree(self.delimiter).update(*self.post.folders)

    async def get_mailbox(self, name: str) -> FolderView:
        """A folder by its name."""
        return FolderView(self.post, self.post.folders[INBOX if name.upper() == INBOX else name])

    async def add_mailbox(self, name: str) -> ObjectId:
        """A new folder."""
        if name in self.post.folders:
            raise ValueError(name)
        return FolderView(self.post, self.post.make_folder(name)).mailbox_id

    async def delete_mailbox(self, name: str) -> None:
        """A folder goes, with what is in it."""
        self.post.remove_folder(name)

    async def rename_mailbox(self, before: str, after: str) -> None:
        """A folder gets another name, and those inside it with it."""
        tree = await self.list_mailboxes()
        if before == INBOX or tree.get(after) is not None:
            raise ValueError(after)
        for old, new in tree.get_renames(before, after):
            self.post.rename_folder(old, new)
