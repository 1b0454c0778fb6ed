"""Logs: whatever happens, at DEBUG, no token, no address and no text a person typed comes out; and one event is one line."""

import asyncio
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator

import aiohttp
import pytest
import structlog
from telegram import Bot
from telegram.error import InvalidToken, NetworkError

from bot import logs

TOKEN = "123456789:AAExampleExampleExampleExampleExample"
OTHER = "987654321:BBExampleExampleExampleExampleExample"
TYPED = "typed-by-a-person"

Lines = Callable[[], list[str]]


LIBRARIES = ("telegram", "aiohttp", "apscheduler", "uvicorn", "asyncio", "sqlalchemy", "alembic", "httpx")


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], logs_put_back: None) -> Iterator[Lines]:
    """Configure everything at DEBUG and return what reads the lines so far."""
    logs.configure("text", logging.DEBUG, secrets=[TOKEN, "p@ss word"])
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.DEBUG)

    def read() -> list[str]:
        return capsys.readouterr().err.splitlines()

    yield read
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_our_events_are_one_line_with_secrets_hidden_and_control_characters_escaped(lines: Lines) -> None:
    structlog.get_logger().info("stored", rows=3, where=f"https://host/bot{OTHER}/x", own=TOKEN, mail="smtp://a:p@ss word@b")
    structlog.get_logger().warning("odd", text="two\nlines \x1b[31mred \u2028 \u202e", thing=object())
    first, second = lines()
    assert "stored" in first
    assert "rows=3" in first
    assert not any(secret in first for secret in (TOKEN, OTHER, "p@ss"))
    assert first.count(logs.HIDDEN) == 3
    assert r"two\nlines \u001b[31mred \u2028 \u202e" in second
    assert "thing=<object>" in second


def test_json_lines_are_json(lines: Lines) -> None:
    logs.configure("json", logging.DEBUG)
    structlog.get_logger().error("failed", rows=[1, 2], by={"kind": OTHER})
    (line,) = lines()
    record = json.loads(line)
    assert (record["event"], record["level"], record["rows"]) == ("failed", "error", [1, 2])
    assert record["by"] == {"kind": logs.HIDDEN}


@pytest.mark.parametrize("name", ["telegram.Bot", "aiohttp.client", "sqlalchemy.engine", "anything.else"])
def test_a_library_shows_only_words_of_its_own_code(lines: Lines, name: str) -> None:
    logger = logging.getLogger(name)
    logger.debug("body %s", TYPED)
    logger.info("request to %s", TYPED)
    logger.warning("could not parse %s", TYPED)
    logger.error(f"could not parse {TYPED}")
    logger.critical(ValueError(TYPED))
    warning, error, critical = lines()
    assert 'text="could not parse %s"' in warning
    assert f"logger={name}" in warning
    assert "test_a_library_shows" in warning
    assert "text=" not in error
    assert "text=" not in critical
    assert TYPED not in warning + error + critical


def test_an_exception_gives_its_kind_and_path_but_never_its_words(lines: Lines) -> None:
    def fails() -> None:
        try:
            int(TYPED)
        except ValueError as error:
            raise KeyError(TYPED) from error

    try:
        fails()
    except KeyError as error:
        structlog.get_logger().error("broke", exc_info=True)
        logging.getLogger("telegram.ext").exception("No error handlers are registered, logging exception.")
        structlog.get_logger().error("group", exc_info=ExceptionGroup(TYPED, [error, OSError(TYPED)]))
    for line in (found := lines()):
        assert "KeyError at test_logs:" in line
        assert "ValueError" in line
        assert TYPED not in line
    assert "fails <" in found[0]
    assert "OSError" in found[2]


def test_a_broken_record_is_not_printed(lines: Lines) -> None:
    logging.getLogger("aiohttp").warning("%d", TYPED)
    assert TYPED not in "".join(lines())


def test_uncaught_exceptions_and_warnings_keep_to_the_rules(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    sys.excepthook(ValueError, ValueError(TYPED), None)
    thread = threading.Thread(target=int, args=(TYPED,))
    thread.start()
    thread.join()
    warnings.showwarning(TYPED, UserWarning, "module.py", 7)
    uncaught, in_thread, warned = lines()
    assert "uncaught error=ValueError" in uncaught
    assert 'uncaught error="ValueError at threading:' in in_thread
    assert "category=UserWarning at=module.py:7" in warned
    assert TYPED not in uncaught + in_thread + warned


async def test_what_nobody_awaited_keeps_to_the_rules(lines: Lines) -> None:
    asyncio.get_running_loop().call_exception_handler({"message": f"failed for {TYPED}", "exception": ValueError(TYPED)})
    (line,) = lines()
    assert "logger=asyncio" in line
    assert "ValueError" in line
    assert TYPED not in line


async def test_the_libraries_themselves_at_debug_name_no_token(lines: Lines) -> None:
    bot = Bot(TOKEN, base_url="http://127.0.0.1:1/bot")
    with pytest.raises(NetworkError):  # refused at once: nothing listens on port 1
        await bot.send_message(1, TYPED)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError) as caught:
            await session.get(f"http://127.0.0.1:1/bot{TOKEN}/getMe")
    logging.getLogger("telegram").error("Error %s", caught.value, exc_info=caught.value)
    logging.getLogger("telegram").error("Invalid: %r", bot, exc_info=InvalidToken(TOKEN))
    said = "\n".join(lines())
    assert "InvalidToken" in said
    assert TOKEN not in said
    assert TOKEN.split(":")[1] not in said
    assert TYPED not in said
