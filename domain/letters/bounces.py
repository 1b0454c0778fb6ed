"""What mail servers send back: which letter did not arrive, and whether it may still (RFC 3464).

For whom, the letter itself says: what a report names, anybody can forge.

Chinese providers often send plain words and the letter back instead of a report; these are read for a status.
"""

import re
from email.message import Message

from domain.letters.automatic import is_daemon, reason
from domain.letters.headers import header, message_ids, subject
from domain.letters.letter import Bounce
from domain.letters.parts import children, content, enclosed, leaves, parse

_SAYS_SO = re.compile(
    r"退信|退回|未送达|无法投递|投递失败|undeliver|failure|returned|delayed|delivery status|could not be delivered",
    re.IGNORECASE,
)
_DELAYED = re.compile("delay|延迟|暂时", re.IGNORECASE)
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -]")
_READ = 20_000


def bounce(letter: Message, address: str, text: str) -> Bounce | None:
    """Return what a letter says about one of ours that came back, or None where it is no such thing.

    A person who passes a report on, perhaps asking what it means, has written a letter.
    """
    report = next((part for part in leaves(letter) if part.get_content_type() in _REPORTS), None)
    if report and reason(letter, address):
        return _from_report(letter, report)
    return _from_words(letter, text) if is_daemon(address) and _SAYS_SO.search(subject(letter)) else None


def _from_report(letter: Message, report: Message) -> Bounce | None:
    """What a report says; one of success, or of a letter passed on, is no bounce."""
    blocks = {block: header(block, "Action").lower() for block in children(report)}
    troubles = [block for block, action in blocks.items() if action in ("failed", "delayed")]
    if not troubles:
        return None
    said = " ".join(f"{header(block, 'Status')} {header(block, 'Diagnostic-Code')}" for block in troubles)
    return Bounce(_ours(letter), *_status(said, permanent="failed" in blocks.values()))


def _from_words(letter: Message, text: str) -> Bounce:
    said = text[:_READ]
    permanent = not _DELAYED.search(subject(letter))
    return Bounce(_ours(letter), *_status(said, permanent=permanent))


def _status(said: str, *, permanent: bool) -> tuple[str, bool]:
    """The status code and whether it is for good: as the code has it, else as the letter seemed."""
    if found := _STATUS.search(said):
        return found[0], found[0][0] == "5"
    code = _REPLY_CODE.search(said)
    return (f"{code[1]}.0.0", code[1] == "5") if code else ("", permanent)


def _ours(letter: Message) -> tuple[str, ...]:
    """The Message-IDs of what came back: of the letter enclosed, and of what the report answers."""
    found = [known for part in leaves(letter) for known in _enclosed_ids(part)]
    return tuple(dict.fromkeys([*found, *message_ids(letter, "In-Reply-To"), *message_ids(letter, "References")]))


def _enclosed_ids(part: Message) -> tuple[str, ...]:
    """The Message-ID of an enclosed letter, or of its headers alone."""
    returned = parse(content(part)[:_READ])[0] if part.get_content_type() == "text/rfc822-headers" else enclosed(part)
    return message_ids(returned, "Message-ID") if returned else ()
