"""Control calls about mail: the letters there are, and one more."""

from __future__ import annotations

import base64
import mimetypes
import re
from email.utils import parseaddr
from typing import Any

from starlette.responses import Response

from bot.sandbox.control.downloads import download
from bot.sandbox.control.fields import Fields
from bot.sandbox.errors import ControlError
from bot.sandbox.mail.composing import Draft, compose
from bot.sandbox.mail.letters import LARGEST, Letter
from bot.sandbox.mail.reading import Attachment, read
from bot.sandbox.world import World

MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def list_letters(world: World, fields: Fields) -> dict[str, Any]:
    """The letters, the join address, and whether anybody ever came for what lies in its mailbox."""
    fields.done()
    letters = [letter.view() for letter in world.mail.carried()]
    return {"address": world.mail.address, "collected": world.mail.collected, "letters": letters}


def write_letter(world: World, fields: Fields) -> dict[str, Any]:
    """Somebody writes to the join address."""
    whole, sender = fields.get("raw_base64", str), fields.get("from", str)
    if whole is None:
        raw = compose(_draft(world, fields), world.mail.address, world.clock.now_ms())
    else:
        raw = _bytes("raw_base64", whole)
    fields.done()
    if len(raw) > LARGEST:
        raise ControlError("a letter has at most 25 MB")
    return world.mail.deliver(parseaddr(sender or read(raw).sender)[1], raw).view()


def served(world: World, path: str) -> Response | None:
    """`N`: a whole letter; `N/I`: what is attached to it under that index; None when there is none."""
    match = re.fullmatch(r"(\d{1,9})(?:/(\d{1,9}))?", path)
    letter = _letter(world, int(match[1])) if match else None
    if letter is None or match is None:
        return None
    if match[2] is None:
        return download(f"{letter.n}.eml", "message/rfc822", letter.raw)
    attachments, index = letter.content.attachments, int(match[2])
    if index >= len(attachments):
        return None
    part = attachments[index]
    return download(part.name, part.mime, part.content)


def _draft(world: World, fields: Fields) -> Draft:
    number = fields.get("in_reply_to", int)
    answered = None if number is None else _letter(world, number)
    if number is not None and answered is None:
        raise ControlError("in_reply_to: no such letter")
    return Draft(
        fields.need("from", str),
        fields.get("subject", str),
        fields.get("text", str, ""),
        [_attachment(given) for given in fields.get("attachments", list, [])],
        answered,
    )


def _letter(world: World, number: int) -> Letter | None:
    return next((letter for letter in world.mail.carried() if letter.n == number), None)


def _attachment(given: Any) -> Attachment:
    name, content = (given.get("name"), given.get("base64")) if isinstance(given, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(content, str):
        raise ControlError("attachments: expected a list of objects with name and base64")
    mime = given.get("mime") or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if not isinstance(mime, str) or not MIME.fullmatch(mime):
        raise ControlError("attachments: expected mime to be a media type")
    return Attachment(name, mime, _bytes("attachments", content))


def _bytes(name: str, given: str) -> bytes:
    try:
        return base64.b64decode(given, validate=True)
    except ValueError as error:
        raise ControlError(f"{name}: expected base64") from error


CALLS = {
    ("GET", "letters"): list_letters,
    ("POST", "letters"): write_letter,
}
