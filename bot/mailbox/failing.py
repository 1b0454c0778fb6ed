"""What can go wrong with a mailbox, in a few kinds that people can act on."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class Cause(StrEnum):
    """At which step it failed."""

    CONNECTION = "connection"
    TLS = "tls"
    LOGIN = "login"
    FOLDER = "folder"
    ANSWER = "answer"


class MailboxError(Exception):
    """The mailbox did not do what was asked. What the server said is not repeated: it may quote a letter or a password."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.value)
        self.cause = cause


@contextmanager
def failing_as(cause: Cause) -> Iterator[None]:
    """Let whatever is raised inside come out as a `MailboxError`: of ``cause``, unless the line itself was lost."""
    try:
        yield
    except ssl.SSLError:
        raise MailboxError(Cause.TLS) from None
    except (OSError, imaplib.IMAP4.abort):
        raise MailboxError(Cause.CONNECTION) from None
    except Exception:  # noqa: BLE001 - the library trusts the server, which can make it stumble anywhere
        raise MailboxError(cause) from None
