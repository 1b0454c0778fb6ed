"""The three ways in which handing in a letter can fail: surely not taken, perhaps taken, refused."""

import socket
import ssl
from enum import IntEnum

import aiosmtplib


class Step(IntEnum):
    """How far a letter got."""

    CONNECT = 0
    LOGIN = 1
    SENDER = 2
    RECIPIENT = 3
    CONTENT = 4


class Failure(Exception):
    """A letter that was not taken, or nobody knows. ``cause`` is a word for logs; it names no address."""

    def __init__(self, cause: str, step: Step) -> None:
        super().__init__(cause)
        self.cause, self.step = cause, step


class Unsent(Failure):
    """The server cannot have taken it: sending again is safe."""


class Unclear(Failure):
    """It left in full, and no answer came."""


class Rejected(Failure):
    """The server said no, with a ``code``. Its ``words`` may quote what we sent; do not log them."""

    def __init__(self, code: int, words: str, step: Step) -> None:
        super().__init__(f"status {code}", step)
        self.code, self.words = code, words

    @property
    def permanent(self) -> bool:
        """Whether asking again would change nothing."""
        return self.code >= 500


def cause_of(error: BaseException) -> str:
    """Return one word for what broke; the library hides some of it one exception deeper."""
    within = error.__cause__ or error
    if isinstance(within, ssl.SSLCertVerificationError):
        return "certificate"
    if isinstance(within, ssl.SSLError):
        return "tls"
    if isinstance(within, socket.gaierror):
        return "name"
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, aiosmtplib.SMTPConnectError):
        return "connect"
    return "cut" if isinstance(error, OSError) else "unsupported"
