"""What ``SMTP_URL`` says: which server, whose account, and whether the line is encrypted."""

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit


class Tls(StrEnum):
    """How the line is encrypted. With ``OFFERED`` it is where the server can; with ``REQUIRED`` nothing is said before."""

    FROM_THE_START = "from the start"
    REQUIRED = "required"
    OFFERED = "offered"
    OFF = "off"


PORTS = {Tls.FROM_THE_START: 465, Tls.REQUIRED: 587, Tls.OFFERED: 587, Tls.OFF: 25}


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a mail server; without a user nobody logs in."""

    host: str
    port: int
    tls: Tls
    user: str | None = None
    password: str = field(default="", repr=False)


def account(url: str) -> Account:
    """Return what a well-formed ``SMTP_URL`` says."""
    parts = urlsplit(url)
    tls = Tls.FROM_THE_START if parts.scheme == "smtps" else _asked(parse_qs(parts.query).get("starttls", [""])[0])
    user = unquote(parts.username) if parts.username else None
    return Account(parts.hostname or "", parts.port or PORTS[tls], tls, user, unquote(parts.password or ""))


def _asked(starttls: str) -> Tls:
    return {"1": Tls.REQUIRED, "0": Tls.OFF}.get(starttls, Tls.OFFERED)
