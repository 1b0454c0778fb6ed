"""Letters are taken from Dovecot as from the sandbox's own server; people use the same mailbox with another program."""

import itertools
from collections.abc import Iterator

import pytest
from dovecot import PASSWORD, PROGRAM, Dovecot, running_dovecot
from imap_tools import MailBoxUnencrypted
from post_office import Reading, letter

from bot.mailbox import taking
from bot.mailbox.account import Account
from bot.mailbox.session import KEYWORD
from storage.database import Database

if PROGRAM is None:
    pytest.skip("no Dovecot: letters are taken from the sandbox's server alone", allow_module_level=True)

ONE, TWO, THREE = "<1@firm.example>", "<2@firm.example>", "<3@firm.example>"
USERS = (f"desk{number}@alliance.example" for number in itertools.count(1))


class Mailbox(Reading):
    """Somebody's mailbox at Dovecot; ``program`` is with what people use it."""

    def __init__(self, database: Database, server: Dovecot, user: str, program: MailBoxUnencrypted) -> None:
        super().__init__(database, Account.of_url(server.url(user)))
        self.server, self.user, self.program = server, user, program

    def comes(self, raw: bytes, folder: str = "INBOX") -> None:
        """Let a letter come."""
        assert self.program.append(raw, folder)[0] == "OK"

    def in_folder(self, name: str) -> None:
        """Let the letters be read from a new folder."""
        self.program.folder.create(name)
        self.account = Account.of_url(self.server.url(self.user, name))

    def renumber(self, folder: str) -> None:
        """Number the letters of a folder anew, as when it is put together from another one."""
        self.program.folder.rename(folder, "aside")
        self.program.folder.create(folder)
        self.program.folder.set("aside")
        self.program.move(self.program.uids(), folder)
        self.program.folder.set(folder)
        self.program.folder.delete("aside")

    def flags(self) -> list[set[str]]:
        """Return what people see on the letters of the inbox."""
        self.program.folder.set("INBOX")
        return [set(each.flags) - {r"\Recent"} for each in self.program.fetch(mark_seen=False)]

    def uids(self) -> list[str]:
        self.program.folder.set("INBOX")
        return self.program.uids()


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with running_dovecot() as running:
        yield running


@pytest.fixture
def mailbox(server: Dovecot, database: Database) -> Iterator[Mailbox]:
    user = next(USERS)
    with MailBoxUnencrypted("127.0.0.1", server.port).login(user, PASSWORD) as program:
        yield Mailbox(database, server, user, program)


async def test_a_letter_is_taken_byte_for_byte_and_left_unread(mailbox: Mailbox) -> None:
    mailbox.comes(letter(1))
    await mailbox.read()
    mailbox.comes(letter(2))
    await mailbox.read()
    assert mailbox.taken() == [TWO]
    assert mailbox.rows("SELECT raw, kept FROM letters") == [(letter(2), "whole")]
    assert mailbox.flags() == [set(), {KEYWORD}]


async def test_the_server_says_by_itself_that_a_letter_has_come(mailbox: Mailbox) -> None:
    async with mailbox.reading() as looks:
        for number in (1, 2, 3):
            mailbox.comes(letter(number))
            await looks.until(lambda wanted=number: mailbox.rung == wanted)
    assert mailbox.taken() == [ONE, TWO, THREE]


async def test_a_mailbox_numbered_anew(mailbox: Mailbox) -> None:
    mailbox.in_folder("desk")
    await mailbox.read()
    for number in (1, 2, 3):
        mailbox.comes(letter(number), "desk")
        await mailbox.read()
        mailbox.renumber("desk")
    assert mailbox.taken() == [ONE, TWO, THREE]
    assert len(mailbox.rows("SELECT DISTINCT uidvalidity FROM letters")) == 3


async def test_moved_away_and_back_and_deleted(mailbox: Mailbox) -> None:
    mailbox.program.folder.create("已办")
    async with mailbox.reading() as looks:
        mailbox.comes(letter(1))
        await looks.until(lambda: mailbox.rung == 1)
        mailbox.program.move(mailbox.uids(), "已办")
        mailbox.program.folder.set("已办")
        mailbox.program.move(mailbox.program.uids(), "INBOX")
        mailbox.comes(letter(2))
        await looks.until(lambda: mailbox.rung == 2)
        mailbox.program.delete(mailbox.uids())
        mailbox.comes(letter(3))
        await looks.until(lambda: mailbox.rung == 3)
    assert mailbox.taken() == [ONE, TWO, THREE]


async def test_what_people_marked_as_deleted_stays(mailbox: Mailbox) -> None:
    await mailbox.read()
    mailbox.comes(letter(1))
    uids = mailbox.uids()
    mailbox.program.flag(uids, r"\Answered", True)
    mailbox.program.client.uid("STORE", uids[0], "+FLAGS", r"(\Deleted)")  # the library would empty the bin at once
    await mailbox.read()
    assert mailbox.flags() == [{KEYWORD, r"\Answered", r"\Deleted"}]


async def test_a_folder_with_a_chinese_name(mailbox: Mailbox) -> None:
    mailbox.in_folder("入会.2026")
    await mailbox.read()
    mailbox.comes(letter(1), "入会.2026")
    await mailbox.read()
    assert mailbox.taken() == [ONE]


async def test_a_letter_too_large_leaves_its_headers(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_BYTES", 1000)
    await mailbox.read()
    mailbox.comes(letter(1, "x" * 60 + "\n" + "y" * 1000))
    await mailbox.read()
    [(kept, raw)] = mailbox.rows("SELECT kept, raw FROM letters")
    assert (kept, raw.rstrip()) == ("headers", letter(1, "x" * 60 + "\n" + "y" * 1000).partition(b"\r\n\r\n")[0])
