"""A letter as the desk sees it: values only, all of them bounded and safe to show, store and send on."""

from dataclasses import dataclass
from enum import StrEnum

from domain.languages import Language


class Automatic(StrEnum):
    """Why a letter must never be answered automatically (RFC 3834)."""

    BOUNCE = "bounce"
    LOOP = "loop"
    SUBMITTED = "auto-submitted"
    PRECEDENCE = "precedence"
    LIST = "list"
    SUPPRESSED = "suppressed"
    DAEMON = "daemon"
    NO_RETURN_PATH = "no-return-path"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody in a header. The name is whatever the writer claims and proves nothing."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part kept beside the text. One that is too big has no content here; a dangerous one is named and not passed on."""

    name: str
    mime: str
    content: bytes
    size: int
    inline: bool
    dangerous: bool
    too_big: bool


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server says of a letter of ours that did not arrive, or not yet."""

    message_ids: tuple[str, ...]
    status: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in a letter.

    Message-IDs keep their angle brackets; ``sender`` is None where no address could be made out. ``date`` is what the writer's
    clock claims (UTC milliseconds). ``text`` is what the writer wrote now; ``full_text`` has the history and the signature too.
    ``incomplete``: a limit left something out, and the mailbox has more. ``is_calendar_reply`` goes before ``automatic``:
    calendars answer invitations automatically, and these answers count.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sender: Address | None
    subject: str
    date: int | None
    text: str
    full_text: str
    signature: str
    attachments: tuple[Attachment, ...]
    language: Language
    organisation: str
    is_calendar_reply: bool
    automatic: Automatic | None
    bounce: Bounce | None
    incomplete: bool
