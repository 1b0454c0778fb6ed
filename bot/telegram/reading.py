"""JSON from outside, read so that half a character in one person's text does not keep everybody's updates from us."""

import json
from typing import Any

import orjson


def read_json(content: bytes) -> Any:
    """Return what ``content`` says, None when it is no JSON; half of a surrogate pair becomes U+FFFD."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return _mended(content)


def _mended(content: bytes) -> Any:
    try:
        text = json.dumps(json.loads(content), ensure_ascii=False)
        return orjson.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    except (ValueError, RecursionError):
        return None
