"""What was said in an enquiry, by whom, and where the original stands."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Row, Text, bindparam, cast, func, literal, literal_column, select, update

from domain.enquiries import Direction, EnquiryMessage, Source
from storage.schema import enquiries, enquiry_messages, letters, outbox
from storage.unit import Unit
from storage.upsert import upsert

_ADD = (
    upsert(enquiry_messages)
    .on_conflict_do_nothing(index_elements=["source_chat", "source_message"])
    .returning(enquiry_messages.c.id)
)


async def add(
    unit: Unit,
    *,
    enquiry_id: int,
    direction: Direction,
    author_id: int,
    content: Mapping[str, object],
    source: Source | None,
    album: str | None = None,
    kept_back: bool = False,
    letter: int | None = None,
) -> int | None:
    """Store a message of an enquiry and return its id; None when this very message (chat, id) is stored already.

    ``kept_back``: it came in a flood and is not on the desk yet. One that came as a ``letter`` stands in no chat.
    """
    stored = await unit.write(
        _ADD,
        {
            "enquiry_id": enquiry_id,
            "direction": direction,
            "author_id": author_id,
            "content": orjson.dumps(content).decode(),
            "source_chat": source.chat if source else None,
            "source_message": source.message if source else None,
            "source_thread": source.thread if source else None,
            "written_at": unit.now,
            "album": album,
            "kept_back": int(kept_back),
            "letter_id": letter,
        },
    )
    return stored.scalar_one_or_none()


_BY_SOURCE = select(enquiry_messages).where(
    enquiry_messages.c.source_chat == bindparam("chat"), enquiry_messages.c.source_message == bindparam("message")
)


async def at(unit: Unit, source: Source) -> EnquiryMessage | None:
    """Return the message whose original stands there, if it is part of an enquiry."""
    row = (await unit.read(_BY_SOURCE, {"chat": source.chat, "message": source.message})).first()
    return _message(row) if row else None


async def by_id(unit: Unit, message_id: int) -> EnquiryMessage | None:
    """Return one message."""
    row = (await unit.read(select(enquiry_messages).where(enquiry_messages.c.id == message_id))).first()
    return _message(row) if row else None


async def of_letter_called(unit: Unit, message_id: str, person_id: int) -> EnquiryMessage | None:
    """Return the newest message that came as a letter with this Message-ID and is the person's own."""
    theirs = (letters.c.message_id == message_id) & (letters.c.person_id == person_id)
    numbers = select(letters.c.id).where(theirs)
    return next(iter(await _of(unit, enquiry_messages.c.letter_id.in_(numbers), newest=True, limit=1)), None)


ALBUM_SPAN = 100
"""Message numbers among which the files of an album are found; Telegram numbers them together."""


async def first_of_album(unit: Unit, source: Source, album: str | None) -> EnquiryMessage | None:
    """Return the file of an album that was stored first, if one was; None as well for what belongs to no album."""
    if album is None:
        return None
    return next(iter(await _of(unit, _in_album(source, album), newest=False, limit=1)), None)


async def of_album(unit: Unit, said: EnquiryMessage) -> list[EnquiryMessage]:
    """Return the files of a message's album that have come until now, oldest first; a message of no album alone."""
    if said.album is None or said.source is None:
        return [said]
    return await _of(unit, _in_album(said.source, said.album), newest=False, limit=ALBUM_SPAN)


async def first_of(unit: Unit, enquiry_id: int) -> EnquiryMessage | None:
    """Return the message an enquiry began with, if it did not begin with a form."""
    return next(iter(await _of(unit, enquiry_messages.c.enquiry_id == enquiry_id, newest=False, limit=1)), None)


async def last(unit: Unit, enquiry_id: int, direction: Direction) -> EnquiryMessage | None:
    """Return the newest message of an enquiry in one direction."""
    wanted = (enquiry_messages.c.enquiry_id == enquiry_id) & (enquiry_messages.c.direction == direction)
    return next(iter(await _of(unit, wanted, newest=True, limit=1)), None)


async def last_letter(unit: Unit, enquiry_id: int) -> EnquiryMessage | None:
    """Return the newest message of an enquiry that came as a letter."""
    by_mail = (enquiry_messages.c.enquiry_id == enquiry_id) & enquiry_messages.c.letter_id.is_not(None)
    return next(iter(await _of(unit, by_mail, newest=True, limit=1)), None)


async def last_of_person(unit: Unit, person_id: int, limit: int, *, but_posted_since: tuple[str, int]) -> list[EnquiryMessage]:
    """Return the last messages in all of a person's enquiries, oldest first.

    Those are left out that a row of the outbox is about, from the given one on; its subject begins with the given word.
    """
    word, row = but_posted_since
    subject = literal(f"{word}:") + cast(enquiry_messages.c.id, Text)
    posted = select(outbox.c.id).where(outbox.c.subject == subject, outbox.c.id >= row).exists()
    theirs = enquiry_messages.c.enquiry_id.in_(select(enquiries.c.id).where(enquiries.c.person_id == person_id))
    return (await _of(unit, theirs & ~posted, newest=True, limit=limit))[::-1]


async def set_content(unit: Unit, message_id: int, content: Mapping[str, object]) -> EnquiryMessage:
    """Store what a message says after an edit, and return it."""
    changed = await unit.write(
        update(enquiry_messages)
        .where(enquiry_messages.c.id == message_id)
        .values(content=orjson.dumps(content).decode(), edited_at=unit.now)
        .returning(*enquiry_messages.c)
    )
    return _message(changed.one())


# --- what is kept back ----------------------------------------------------------------------------------------------

_KEPT_BACK = enquiry_messages.c.kept_back == literal_column("1")
"""Spelled out: SQLite finds a partial index only where its own condition stands word for word."""


async def keep_back(unit: Unit, message_id: int) -> None:
    """Store that the desk is not to see a message as it is now before somebody asks for it."""
    await unit.write(update(enquiry_messages).where(enquiry_messages.c.id == message_id).values(kept_back=1))


async def kept_back(unit: Unit, enquiry_id: int, limit: int) -> list[EnquiryMessage]:
    """Return messages of an enquiry that are kept back, oldest first."""
    return await _of(unit, _KEPT_BACK & (enquiry_messages.c.enquiry_id == enquiry_id), newest=False, limit=limit)


async def bring_out(unit: Unit, message_ids: Sequence[int]) -> None:
    """Store that messages are kept back no longer."""
    await unit.write(update(enquiry_messages).where(enquiry_messages.c.id.in_(message_ids)).values(kept_back=0))


async def count_kept_back(unit: Unit, enquiry_id: int) -> int:
    """Return how many messages of an enquiry are kept back."""
    kept = select(func.count()).where(_KEPT_BACK, enquiry_messages.c.enquiry_id == enquiry_id)
    return int((await unit.read(kept)).scalar_one())


async def with_untold(unit: Unit, *, word: str, quiet_since: int, begun_before: int) -> Sequence[int]:
    """Return the enquiries with messages kept back since the desk was last told of such.

    Only those are meant of which none came after ``quiet_since``, or the first before ``begun_before`` (ms); what the desk is
    told is a row whose subject is ``word`` and the enquiry.
    """
    enquiry, at = enquiry_messages.c.enquiry_id, func.coalesce(enquiry_messages.c.edited_at, enquiry_messages.c.written_at)
    told = select(func.max(outbox.c.created_at)).where(outbox.c.subject == literal(f"{word}:") + cast(enquiry, Text))
    untold = at > func.coalesce(told.scalar_subquery(), 0)
    found = await unit.read(
        select(enquiry)
        .where(_KEPT_BACK, untold)
        .group_by(enquiry)
        .having((func.max(at) <= quiet_since) | (func.min(at) <= begun_before))
    )
    return found.scalars().all()


def _in_album(source: Source, album: str) -> Any:
    near = enquiry_messages.c.source_message.between(source.message - ALBUM_SPAN, source.message + ALBUM_SPAN)
    return (enquiry_messages.c.source_chat == source.chat) & near & (enquiry_messages.c.album == album)


async def _of(unit: Unit, condition: Any, *, newest: bool, limit: int) -> list[EnquiryMessage]:
    order = enquiry_messages.c.id.desc() if newest else enquiry_messages.c.id
    found = await unit.read(select(enquiry_messages).where(condition).order_by(order).limit(limit))
    return [_message(row) for row in found]


def _message(row: Row[Any]) -> EnquiryMessage:
    source = Source(row.source_chat, row.source_message, row.source_thread) if row.source_chat is not None else None
    return EnquiryMessage(
        id=row.id,
        enquiry_id=row.enquiry_id,
        direction=Direction(row.direction),
        author_id=row.author_id,
        content=orjson.loads(row.content),
        source=source,
        written_at=row.written_at,
        edited_at=row.edited_at,
        album=row.album,
        kept_back=bool(row.kept_back),
        letter=row.letter_id,
    )
