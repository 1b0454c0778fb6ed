"""Keyboards under messages, checked as strictly as Telegram's servers do."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import ApiError, bad_request, mistake

BUTTONS = 100
PER_ROW = 8
DATA_BYTES = 64
_NOT_ACTIONS = frozenset({"text", "icon_custom_emoji_id", "style"})
_STYLES = frozenset({"danger", "success", "primary"})


def checked_markup(params: dict[str, Any]) -> dict[str, Any] | None:
    """The reply markup of a request, or a 400."""
    markup = params.get("reply_markup")
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return inline_keyboard(markup)
    if "keyboard" in markup:
        _check_size(markup["keyboard"])
    return dict(markup)


def inline_keyboard(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """An inline keyboard without empty rows; None when nothing is left."""
    if markup is None:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    _check_size(rows)
    for row in rows:
        for button in row:
            _check_button(button)
    return {**markup, "inline_keyboard": rows} if rows else None


def _check_size(rows: list[list[Any]]) -> None:
    if sum(map(len, rows)) > BUTTONS:
        raise mistake("reply markup is too long")
    if any(len(row) > PER_ROW for row in rows):
        raise mistake(f"more than {PER_ROW} buttons in a row")


def _check_button(button: dict[str, Any]) -> None:
    actions = button.keys() - _NOT_ACTIONS
    if not button["text"].strip():
        raise mistake('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not actions:
        raise mistake("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise mistake("can't parse inline keyboard button: exactly one action is allowed")
    if button.get("style", "primary") not in _STYLES:
        raise mistake("can't parse inline keyboard button: invalid button style specified")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
        raise mistake("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(button["url"])
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise mistake("BUTTON_COPY_TEXT_INVALID")


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in {"http", "https", "tg", "ton"} or not (parts.netloc or parts.path) or " " in url:
        raise _invalid_url(url)
    if parts.scheme in {"http", "https"} and "." not in (parts.hostname or ""):
        raise _invalid_url(url)


def _invalid_url(url: str) -> ApiError:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL", violation=True)
