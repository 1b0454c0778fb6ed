"""Settings: what is taken, what is refused with which words, and that all problems come at once without a value."""

from pathlib import Path

import pytest

from bot.errors import UserError
from bot.settings import LocalSettings, Settings, given, load

TOKEN = "4242:Sandbox-demo"
SECRET = "s" * 32

ILL_FORMED = [
    ("BOT_TOKEN", "no-colon", "BotFather"),
    ("BOT_TOKEN", "12:has space", "BotFather"),
    ("BOT_API_URL", "https://api.telegram.org/", "without a slash"),
    ("BOT_API_URL", "ftp://example.org", "http://"),
    ("STAFF_CHAT_ID", "42", "negative"),
    ("STAFF_CHAT_ID", "@staff", "negative"),
    ("OWNER_IDS", "@somebody", "numeric id"),
    ("OWNER_IDS", "12,-5", "numeric id"),
    ("OWNER_IDS", "12;13", "numeric id"),
    ("JOIN_ADDRESS", "nobody", "a mail address"),
    ("SMTP_URL", "http://host", "smtp://"),
    ("SMTP_URL", "smtp://host:25?starttls=yes", "starttls=1"),
    ("SMTP_URL", "smtp://host:99999", "smtp://"),
    ("IMAP_URL", "smtp://host", "imap://"),
    ("IMAP_URL", "imaps://host/INBOX?seen=yes", "seen=1"),
    ("MAIL_SINCE", "yesterday", "a date"),
    ("MAIL_RATE", "0", "whole number"),
    ("HTTPS_PROXY", "socks5://127.0.0.1:1080", "http:// or https://"),
    ("TIMEZONE", "Mars/Olympus", "time zone database"),
    ("DEFAULT_LANGUAGE", "fr", "zh or en"),
    ("SEND_RATE", "1001", "1 to 1000"),
    ("SEND_RATE", "31", "PAID_BROADCAST=1"),
    ("PAID_BROADCAST", "perhaps", "otherwise 0"),
    ("HTTP_LISTEN", "8080", "host:port"),
    ("HTTP_LISTEN", "host:port", "host:port"),
    ("WEBHOOK_SECRET", "short", "32 to 256"),
    ("WEBHOOK_SECRET", "!" * 40, "32 to 256"),
    ("WEBHOOK_URL", "https://bot.example.org/telegram", "needs HTTP_LISTEN and WEBHOOK_SECRET"),
    ("WEBHOOK_URL", "http://bot.example.org/telegram", "https://"),
    ("WEBHOOK_URL", "https://bot.example.org:8080/telegram", "port 443"),
    ("WEBHOOK_URL", "https://bot.example.org/", "with a path"),
    ("LOG_FORMAT", "xml", "text or json"),
]


@pytest.mark.parametrize(("name", "value", "expected"), ILL_FORMED)
def test_an_ill_formed_setting_is_named_with_what_was_expected(name: str, value: str, expected: str) -> None:
    with pytest.raises(UserError) as caught:
        given(**{"bot_token": TOKEN, name.lower(): value})
    (line,) = caught.value.lines
    assert line.startswith(name)
    assert expected in line
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("owner_ids", "12, 34,12", (12, 34)),
        ("owner_ids", "", ()),
        ("http_listen", "127.0.0.1:8080", ("127.0.0.1", 8080)),
        ("http_listen", "[::1]:0", ("::1", 0)),
        ("staff_chat_id", "-1001234567890", -1001234567890),
        ("default_language", "en", "en"),
        ("mail_since", "2026-01-31", None),
        ("smtp_url", "smtp://me:pass@mail.example.org:587?starttls=1", None),
        ("imap_url", "imaps://me:pass@mail.example.org/INBOX", None),
        ("https_proxy", "http://user:pass@127.0.0.1:3128", None),
        ("webhook_secret", "A-Za-z0-9_-" * 3, None),
    ],
)
def test_a_well_formed_setting_is_taken(name: str, value: str, read: object) -> None:
    settings = given(**{"bot_token": TOKEN, name: value})
    assert read is None or getattr(settings, name) == read


def test_defaults_are_those_of_the_contract() -> None:
    settings = given(bot_token=TOKEN)
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.database == Path("data/alliance.db")
    assert settings.backups == Path("data/backups")
    assert (settings.timezone.key, settings.default_language, settings.send_rate) == ("Asia/Shanghai", "zh", 30)
    assert (settings.http_listen, settings.webhook_url, settings.log_format) == (None, None, "text")


def test_paid_broadcast_lifts_the_rate_and_a_whole_webhook_is_taken() -> None:
    paid = given(bot_token=TOKEN, send_rate="1000", paid_broadcast="1")
    hooked = given(
        bot_token=TOKEN, http_listen="127.0.0.1:0", webhook_secret=SECRET, webhook_url="https://bot.example.org/telegram"
    )
    assert paid.send_rate == 1000
    assert hooked.webhook_url == "https://bot.example.org/telegram"


def test_all_problems_are_reported_at_once_and_no_value_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BOT_TOKEN=mysecretvalue\nFOO=mysecretvalue\nmysecretvalue\n# a comment\n\nSEND_RATE=31\n")
    monkeypatch.setenv("HTTPS_PROXY", "socks5://mysecretvalue")
    with pytest.raises(UserError) as caught:
        load(Settings)
    named = {line.split()[0] for line in caught.value.lines}
    assert named == {".env", "BOT_TOKEN", "FOO", "SEND_RATE", "HTTPS_PROXY"}
    assert "mysecretvalue" not in str(caught.value)


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BOT_TOKEN=1:file\nDATA_DIR=\nexport SEND_RATE=20\n", "utf-8-sig")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    settings = load(Settings)
    assert settings.bot_token.get_secret_value() == TOKEN
    assert (settings.data_dir, settings.send_rate) == (Path("data"), 20)


def test_a_missing_token_is_named_only_where_it_is_needed() -> None:
    assert load(LocalSettings).bot_token is None
    with pytest.raises(UserError, match="BOT_TOKEN is missing: expected the token from BotFather"):
        load(Settings)


def test_a_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00BOT")
    with pytest.raises(UserError, match=r"\.env cannot be read"):
        load(Settings)


def test_given_values_know_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DEFAULT_LANGUAGE=en\n")
    monkeypatch.setenv("OWNER_IDS", "7")
    settings = given(bot_token=TOKEN)
    assert (settings.default_language, settings.owner_ids) == ("zh", ())


def test_secrets_are_neither_shown_nor_forgotten() -> None:
    settings = given(bot_token=TOKEN, https_proxy="http://user:pass@127.0.0.1:3128", webhook_secret=SECRET)
    assert set(settings.secrets) == {TOKEN, "http://user:pass@127.0.0.1:3128", "pass", SECRET}
    assert not any(secret in repr(settings) for secret in (TOKEN, "pass@", SECRET))


def test_the_example_file_names_every_setting_with_a_well_formed_value() -> None:
    text = (Path(__file__).parents[2] / ".env.example").read_text("utf-8")
    lines = [line.removeprefix("#") for line in text.splitlines() if line and not line.startswith("# ")]
    assert sorted(line.split("=")[0] for line in lines) == sorted(name.upper() for name in LocalSettings.model_fields)
    Path(".env").write_text("\n".join(lines).replace("BOT_TOKEN=", f"BOT_TOKEN={TOKEN}").replace("SECRET=", f"SECRET={SECRET}"))
    assert load(Settings).mail_rate == 100
