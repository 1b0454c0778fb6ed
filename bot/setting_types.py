"""What a well-formed value of each kind of setting looks like.

Every check only says yes or no: the sentence an operator reads is the description of the field (`bot.settings`).
"""

import re
from datetime import UTC, datetime
from typing import Annotated, NamedTuple, TypeVar
from urllib.parse import SplitResult, parse_qs, urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

Value = TypeVar("Value")

WEBHOOK_PORTS = (443, 80, 88, 8443)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Listen(NamedTuple):
    """Where the HTTP surface listens."""

    host: str
    port: int


def _demand(well: object, value: Value) -> Value:
    if not well:
        raise ValueError
    return value


def _url(text: str, *schemes: str) -> SplitResult:
    parts = urlsplit(text)
    return _demand(parts.scheme in schemes and parts.hostname and parts.port != 0 and not re.search(r"\s", text), parts)


def _token(secret: SecretStr) -> SecretStr:
    return _demand(re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", secret.get_secret_value()), secret)


def _webhook_secret(secret: SecretStr) -> SecretStr:
    return _demand(re.fullmatch(r"[A-Za-z0-9_-]{32,256}", secret.get_secret_value()), secret)


def _api_root(text: str) -> str:
    parts = _url(text, "http", "https")
    return _demand(not (parts.query or parts.fragment or text.endswith("/")), text)


def _proxy(secret: SecretStr) -> SecretStr:
    return _demand(_url(secret.get_secret_value(), "http", "https"), secret)


def _smtp(secret: SecretStr) -> SecretStr:
    return _demand(_switches(_url(secret.get_secret_value(), "smtp", "smtps"), "starttls"), secret)


def _imap(secret: SecretStr) -> SecretStr:
    return _demand(_switches(_url(secret.get_secret_value(), "imap", "imaps"), "seen"), secret)


def _switches(parts: SplitResult, name: str) -> bool:
    """Whether the query of a URL, if it has one, switches ``name`` on or off and says nothing else."""
    options = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    return all(each == name and value in (["0"], ["1"]) for each, value in options.items())


def _address(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError from None


def _listen(text: object) -> object:
    if not isinstance(text, str):
        return text
    parts = urlsplit(f"//{text}")
    _demand(parts.netloc == text and "@" not in text, text)
    return Listen(_demand(parts.hostname, parts.hostname or ""), _demand(parts.port is not None, parts.port or 0))


def _owners(text: object) -> object:
    if not isinstance(text, str):
        return text
    ids = [part.strip() for part in text.split(",") if part.strip()]
    _demand(all(re.fullmatch(r"[1-9][0-9]{0,15}", part) for part in ids), text)
    return tuple(dict.fromkeys(int(part) for part in ids))


def _utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant


def _webhook_url(text: str) -> str:
    parts = _url(text, "https", "http")
    public = parts.scheme == "https" and (parts.port or 443) in WEBHOOK_PORTS
    return _demand((public or parts.hostname in LOOPBACK) and len(parts.path) > 1 and not (parts.query or parts.fragment), text)


Token = Annotated[SecretStr, AfterValidator(_token)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]
WebhookUrl = Annotated[str, AfterValidator(_webhook_url)]
ApiRoot = Annotated[str, AfterValidator(_api_root)]
Proxy = Annotated[SecretStr, AfterValidator(_proxy)]
SmtpUrl = Annotated[SecretStr, AfterValidator(_smtp)]
ImapUrl = Annotated[SecretStr, AfterValidator(_imap)]
MailAddress = Annotated[str, AfterValidator(_address)]
ListenAt = Annotated[Listen, BeforeValidator(_listen)]
Owners = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_owners)]
Instant = Annotated[datetime, AfterValidator(_utc)]
