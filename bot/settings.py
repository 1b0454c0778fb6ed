"""Every setting, read from the environment or from `.env`, and checked before anything starts.

All problems are found at once: an operator mends a file in one go. A rule between two settings is therefore checked with the
later one, because a check of the whole only runs once every part is well. No value is ever repeated in a message: it may be
a secret, or a secret on the wrong line.
"""

import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import UserError
from bot.setting_types import (
    ApiRoot,
    ImapUrl,
    Instant,
    ListenAt,
    MailAddress,
    Owners,
    Proxy,
    SmtpUrl,
    Token,
    WebhookSecret,
    WebhookUrl,
)
from domain.languages import Language

FREE_RATE = 30
"""Messages a second Telegram sends for nothing; more is paid broadcasting."""

ENV_FILE = ".env"
LINE = r"\s*(#|$|(export\s+)?[A-Za-z_]\w*\s*=)"

TOKEN = "the token from BotFather: digits, a colon and a long word"  # noqa: S105 - what a token looks like


class _RuleBroken(ValueError):
    """A rule between two settings: the only error whose own words are shown."""


class LocalSettings(BaseSettings):
    """What every command needs. The description of a field is what its message says was expected."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",  # Windows editors begin a file with a byte order mark
        env_ignore_empty=True,  # `NAME=` in the example file means: not set
        extra="forbid",
        frozen=True,
    )

    bot_token: Token | None = Field(default=None, description=TOKEN)
    bot_api_url: ApiRoot = Field(
        default="https://api.telegram.org", description="an http:// or https:// URL without a slash at its end"
    )
    data_dir: Path = Field(default=Path("data"), description="a folder")
    alliance_file: Path | None = Field(default=None, description="a TOML file")
    staff_chat_id: int | None = Field(
        default=None, lt=0, description="the numeric id of the staff group, a negative whole number"
    )
    owner_ids: Owners = Field(
        default=(), description="the numeric id of each owner, with commas between; a name such as @somebody proves nothing"
    )
    join_address: MailAddress | None = Field(default=None, description="a mail address")
    smtp_url: SmtpUrl | None = Field(
        default=None, description="smtp://user:password@host:port?starttls=1 or smtps://user:password@host:port"
    )
    imap_url: ImapUrl | None = Field(
        default=None, description="imap://user:password@host:port or imaps://user:password@host/INBOX, with ?seen=1 if need be"
    )
    mail_since: Instant | None = Field(
        default=None, description="a date such as 2026-01-31 or an instant such as 2026-01-31T08:00:00+08:00"
    )
    mail_rate: int = Field(default=100, ge=1, le=100_000, description="letters an hour, a whole number from 1")
    https_proxy: Proxy | None = Field(
        default=None, description="the http:// or https:// URL of a proxy; other kinds are not supported"
    )
    backup_dir: Path | None = Field(default=None, description="a folder")
    timezone: ZoneInfo = Field(
        default=ZoneInfo("Asia/Shanghai"), description="a name of the time zone database, such as Asia/Shanghai"
    )
    default_language: Language = Field(default=Language.CHINESE, description="zh or en")
    paid_broadcast: bool = Field(default=False, description="1 if the bot may pay for broadcasts, otherwise 0")
    send_rate: int = Field(default=FREE_RATE, ge=1, le=1000, description="messages a second, a whole number from 1 to 1000")
    http_listen: Annotated[ListenAt | None, NoDecode] = Field(default=None, description="host:port, such as 127.0.0.1:8080")
    webhook_secret: WebhookSecret | None = Field(default=None, description="32 to 256 characters out of A-Z a-z 0-9 _ -")
    webhook_url: WebhookUrl | None = Field(
        default=None,
        description="an https:// URL with a path, such as https://bot.example.org/telegram, on port 443, 80, 88 or 8443",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="text or json")

    @field_validator("send_rate")
    @classmethod
    def _paid(cls, rate: int, info: ValidationInfo) -> int:
        if rate > FREE_RATE and not info.data.get("paid_broadcast", True):
            raise _RuleBroken(f"above {FREE_RATE} needs PAID_BROADCAST=1, because Telegram charges for it")
        return rate

    @field_validator("webhook_url")
    @classmethod
    def _reachable(cls, url: str | None, info: ValidationInfo) -> str | None:
        lacking = [name.upper() for name in ("http_listen", "webhook_secret") if info.data.get(name, "ill-formed") is None]
        if url and lacking:
            raise _RuleBroken(f"needs {' and '.join(lacking)} as well")
        return url

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.data_dir / "alliance.db"

    @property
    def backups(self) -> Path:
        """Where the nightly backups go."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log line may show."""
        values = (getattr(self, name) for name in type(self).model_fields)
        whole = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        passwords = [urlsplit(secret).password for secret in whole if "://" in secret]
        return (*whole, *(form for each in passwords if each for form in {each, unquote(each)}))


class Settings(LocalSettings):
    """What a command that talks to Telegram needs: here the token is not optional."""

    bot_token: Token = Field(description=TOKEN)


class _Given(Settings):
    @classmethod
    def settings_customise_sources(  # type: ignore[override]  # the other sources are passed by name and not looked at
        cls, _kind: type[BaseSettings], init_settings: PydanticBaseSettingsSource, **_others: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


Kind = TypeVar("Kind", bound=LocalSettings)


def load(kind: type[Kind]) -> Kind:
    """Read the settings from the environment and `.env`; raise `UserError` with a line for every problem."""
    logging.getLogger("dotenv").setLevel(logging.ERROR)  # it warns about what is a problem of ours, below
    try:
        problems = _stray_lines(Path(ENV_FILE))
        settings = kind()
    except ValidationError as error:
        raise UserError(*problems, *_lines(kind, error)) from None
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{ENV_FILE} cannot be read: expected a text file in UTF-8 that this user may read") from None
    if problems:
        raise UserError(*problems)
    return settings


def given(**values: Any) -> Settings:
    """Return settings from ``values`` alone; the environment of whoever runs the tests or the demo changes nothing."""
    try:
        return _Given(**values)
    except ValidationError as error:
        raise UserError(*_lines(_Given, error)) from None


def _stray_lines(path: Path) -> list[str]:
    """Say which lines hold no setting; what stands there is perhaps a token, and is not repeated."""
    if not path.is_file():
        return []
    lines = path.read_text("utf-8-sig").splitlines()
    strays = [number for number, line in enumerate(lines, 1) if not re.match(LINE, line)]
    return [f"{path} line {number} is ill-formed: expected NAME=value" for number in strays]


def _lines(kind: type[LocalSettings], error: ValidationError) -> list[str]:
    return list(dict.fromkeys(_line(kind, problem) for problem in error.errors(include_url=False)))


def _line(kind: type[LocalSettings], problem: Mapping[str, Any]) -> str:
    field = str(problem["loc"][0])
    name = field.upper()
    match problem["type"]:
        case "extra_forbidden":
            return f"{name} is not a setting: expected one of {', '.join(sorted(kind.model_fields)).upper()}"
        case "value_error" if isinstance(problem["ctx"]["error"], _RuleBroken):
            return f"{name} {problem['ctx']['error']}"
        case "missing":
            return f"{name} is missing: expected {kind.model_fields[field].description}"
        case _:
            return f"{name} is ill-formed: expected {kind.model_fields[field].description}"
