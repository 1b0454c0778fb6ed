"""From nothing to a session that is logged in: TLS wherever it can be had, its certificate always verified."""

import ssl
from contextlib import suppress

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted

from bot.mailbox.account import Account

CONNECTING = 8.0
"""Seconds the server may take to be there; so long the end of the process may have to wait."""

PATIENCE = 30.0
"""Seconds it may then take for anything but a new letter."""


def connected(account: Account) -> BaseMailBox:
    """Return a connection to the account's server, encrypted if the server can do that at all."""
    context = ssl.create_default_context()
    box: BaseMailBox
    if account.tls:
        box = MailBox(account.host, account.port, timeout=CONNECTING, ssl_context=context)
    else:
        box = MailBoxUnencrypted(account.host, account.port, timeout=CONNECTING)
    try:
        if not account.tls and not account.loopback and "STARTTLS" in box.client.capabilities:
            box.client.starttls(context)
        box.client.sock.settimeout(PATIENCE)
    except BaseException:
        cut(box)
        raise
    return box


def log_in(box: BaseMailBox, account: Account) -> None:
    """Log in; names and passwords beyond ASCII need another command."""
    if (account.user + account.password).isascii():
        box.login(account.user, account.password, initial_folder=None)
    else:
        box.login_utf8(account.user, account.password, initial_folder=None)


def cut(box: BaseMailBox) -> None:
    """Let a connection go, in whatever state it is."""
    with suppress(OSError):
        box.client.shutdown()
