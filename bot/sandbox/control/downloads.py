"""How a file somebody sent reaches a browser: shown by itself only where it can run nothing, otherwise as a download."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.responses import Response

_SHOWN = re.compile(r"image/(avif|bmp|gif|jpeg|png|webp)|(audio|video)/[\w.+-]+", re.ASCII)
"""A list of what is known to be harmless: an SVG, a page or a PDF can carry a script."""


def download(name: str, mime: str, content: bytes) -> Response:
    """A picture, sound or film with its own media type; anything else as bytes to be saved."""
    shown = _SHOWN.fullmatch(mime)
    headers = {"Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=mime if shown else "application/octet-stream", headers=headers)
