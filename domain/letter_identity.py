"""When two letters are one and the same.

Servers on the way add lines of their own, and one letter may be delivered twice: so it is known by what its writer wrote. Its
Message-ID alone would not do. Anybody may write that of another letter, and would make that one disappear.
"""

import hashlib
import re

WRITTEN = frozenset(
    (
        *(b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"in-reply-to", b"references"),
        *(b"auto-submitted", b"content-type", b"content-transfer-encoding", b"content-disposition"),
    )
)
"""The headers by which a letter is what it is; those of servers and filters differ from one delivery to the next."""

_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)


def digest(raw: bytes) -> str:
    """Return what is the same for the same letter and for no other; one without a Message-ID is known byte by byte."""
    end = _HEAD_ENDS.search(raw)
    head, body = (raw, b"") if end is None else (raw[: end.start()], raw[end.end() :])
    fields = [(name.lower(), b" ".join(value.split())) for name, value in _FIELD.findall(head)]
    if not any(name == b"message-id" and value for name, value in fields):
        return hashlib.sha256(raw).hexdigest()
    summary = hashlib.sha256()
    for name, value in fields:
        if name in WRITTEN:
            summary.update(name + b":" + value + b"\n")
    summary.update(b"\n")
    summary.update(body.replace(b"\r\n", b"\n").rstrip())
    return summary.hexdigest()
