"""Logs that carry no text a person typed, no token and no address, even at DEBUG.

Our own events name what happened and give ids. A library's record is not trusted with its words: what it reports below a
warning is dropped, and of the rest we keep where it came from, the kind of error, and its text only if that stands in the
library's code as it is. An exception gives its kind and its path through the code, never its message.
"""

import json
import logging
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
HIDDEN = "[hidden]"
LONGEST = 400
FRAMES = 12

_log = structlog.get_logger()


def configure(form: Literal["text", "json"], level: int = logging.INFO, *, secrets: Iterable[str] = ()) -> None:
    """Send our events and every library's records to standard error, one line each; ``secrets`` never appear."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _error,
            _Clean(secrets),
            _as_json if form == "json" else _as_text,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_StandardError,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, _Libraries)] + [
        _Libraries(logging.WARNING)
    ]
    root.setLevel(logging.WARNING)
    logging.raiseExceptions = False  # its way to report a broken record prints the record
    warnings.showwarning = _warned
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def describe(error: BaseException) -> str:
    """Return the kind of ``error`` and its path through the code, innermost first, and the same of what caused it."""
    steps = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    path = " < ".join(reversed(steps[-FRAMES:]))
    own = f"{type(error).__name__} at {path}" if path else type(error).__name__
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    return " | ".join([own, *(describe(each) for each in (*inner, cause) if each is not None)])


class _StandardError:
    """Writes a line to standard error as it is now; a broken one must not break the bot."""

    def __init__(self, *_names: str) -> None:
        pass

    def msg(self, line: str) -> None:
        """Write ``line``."""
        with suppress(OSError, ValueError):
            sys.stderr.write(line + "\n")  # in one piece, so that threads do not mix
            sys.stderr.flush()

    debug = info = warning = error = critical = msg


class _Libraries(logging.Handler):
    """Takes what libraries say through the standard library's logging."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line about ``record``."""
        error = record.exc_info[1] if record.exc_info else None
        words = {"text": record.msg} if _is_literal(record) else {}
        _log.log(
            max(10, min(50, record.levelno // 10 * 10)),  # a level of a library's own counts as the one below it
            "library",
            logger=record.name,
            at=f"{record.module}:{record.lineno} {record.funcName}",
            exc_info=error,
            **words,
        )


def _is_literal(record: logging.LogRecord) -> bool:
    """Whether the record's text stands in the code that reports it; a text put together there may hold anything."""
    frame = sys._getframe().f_back
    while frame:
        if frame.f_code.co_filename == record.pathname and frame.f_code.co_name == record.funcName:
            return record.msg in frame.f_code.co_consts
        frame = frame.f_back
    return False


def _warned(  # noqa: PLR0917 - the signature of the standard library
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: object = None, line: str | None = None
) -> None:
    _log.warning("warned", category=category.__name__, at=f"{filename}:{lineno}")


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("uncaught", exc_info=error if error is not None else kind())


def _error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = describe(error)
    return event


class _Clean:
    """Lets only plain values through, without secrets: the last net, whatever an event was given."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: self._plain(value) for key, value in event.items()}

    def _plain(self, value: object) -> object:
        match value:
            case bool() | int() | float() | None:
                return value
            case str():
                return self._without_secrets(value)[:LONGEST]
            case list() | tuple() | set() | frozenset():
                return [self._plain(each) for each in value]
            case Mapping():
                return {self._without_secrets(str(key)): self._plain(each) for key, each in value.items()}
            case _:
                return f"<{type(value).__name__}>"

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return TOKEN.sub(HIDDEN, text)


def _as_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return json.dumps(event)


def _as_text(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    start = f"{event.pop('timestamp')} {event.pop('level'):<8} {_word(event.pop('event'))}"
    return " ".join([start, *(f"{key}={_word(value)}" for key, value in event.items())])


def _word(value: Any) -> str:
    """Return ``value`` as one word of the line; whatever could break the line or colour it is escaped."""
    if isinstance(value, str) and re.fullmatch(r"[!-~]+", value) and not set(value) & set('"\\'):
        return value
    return json.dumps(value)
