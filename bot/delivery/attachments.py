"""A payload may carry a file of our own making: ``{"$file": {"name": NAME, "text": TEXT}}`` in place of a parameter.

It is a row like any other, so it goes out in order, again after a restart, and is blanked with its payload; only on its way to
Telegram does it become an upload.
"""

from collections.abc import Mapping
from typing import Any

from bot.telegram.transport import Upload

MARK = "$file"


def attached(params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return ``params`` with every file replaced by its address within the request, and the files by the names used there."""
    files = {name: _upload(value[MARK]) for name, value in params.items() if isinstance(value, dict) and value.keys() == {MARK}}
    return {**params, **{name: f"attach://{name}" for name in files}}, files


def _upload(file: Mapping[str, str]) -> Upload:
    return Upload(file["name"], file["text"].encode())
