"""Fetching one letter, as much of it as is sensible. Called in a thread: it waits for the server, and reads the letter."""

import hashlib

from bot.mailbox.answers import Found
from bot.mailbox.session import HEADERS, Session
from domain.letter_identity import digest
from domain.letters import MOST_BYTES, read
from storage.letters import Kept, Taken, address_of


def taken(session: Session, found: Found) -> Taken | None:
    """Return a letter, None when it is gone meanwhile; of one that is too large the headers."""
    if found.size <= MOST_BYTES:
        raw = session.raw(found.uid)
        return None if raw is None else _taken(found, Kept.WHOLE, raw, digest(raw))
    raw = session.headers(found.uid)
    return None if raw is None else _taken(found, Kept.HEADERS, raw, digest(raw + b"%d" % found.size))


def given_up(found: Found, uidvalidity: int) -> Taken:
    """Return what is kept of a letter that the server does not give out: that it is there, for people to look into."""
    where = f"{uidvalidity}/{found.uid}/{found.size}/{found.received_at}"
    return _taken(found, Kept.NOTHING, b"", hashlib.sha256(where.encode()).hexdigest())


def _taken(found: Found, kept: Kept, raw: bytes, known_by: str) -> Taken:
    letter = read(raw[:HEADERS])
    return Taken(
        received_at=found.received_at,
        size=found.size,
        kept=kept,
        raw=raw,
        digest=known_by,
        message_id=letter.message_id,
        sender=address_of(letter),
    )
