"""A letter that will leave: what is in it, what it is called, and what must never get into its headers.

It travels as the payload of an outbox row, so it is finished when it is queued: every attempt sends the same words under the
same Message-ID, and a mail program that gets two copies knows them for one.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.languages import Language
from domain.letters.cleaning import line

METHOD = "sendMail"
"""The method of the outbox rows that are letters."""

LONGEST_SUBJECT = 200
MOST_REFERENCES = 30
"""Of a longer thread the first letter and the last ones are named, as RFC 5322 allows."""

IDENTIFIER = re.compile(r"<[!-;=?-~]{3,250}>")
ANSWER = re.compile(r"\s*(re|aw|sv|回复|回覆|答复|答覆)\s*(\[\d+\])?\s*[:：]", re.IGNORECASE)
OURS = re.compile(r"<outbox\.([1-9][0-9]{0,17})\.([0-9a-f]{16})@[^<>@\s]+>")


class AutoSubmitted(StrEnum):
    """How a letter that nobody wrote says so (RFC 3834)."""

    REPLIED = "auto-replied"
    GENERATED = "auto-generated"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter: its ``content``, or Telegram's ``file_id`` by which it is fetched on the way out."""

    name: str
    mime: str
    content: bytes = b""
    file_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLetter:
    """A finished letter. ``html`` is the same text for programs that show it; without one the letter is plain.

    ``in_reply_to`` and ``references`` are Message-IDs with their angle brackets.
    """

    language: Language
    subject: str
    text: str
    html: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    auto_submitted: AutoSubmitted | None = None
    enclosures: tuple[Enclosure, ...] = ()

    def payload(self) -> dict[str, object]:
        """Return the letter as an outbox row carries it."""
        return {
            "language": self.language,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "in_reply_to": self.in_reply_to,
            "references": list(self.references),
            "auto_submitted": self.auto_submitted,
            "enclosures": [
                [each.name, each.mime, base64.b64encode(each.content).decode(), each.file_id] for each in self.enclosures
            ],
        }

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "OutgoingLetter":
        """Return the letter an outbox row carries; raise `ValueError` when it carries none, for it may have been blanked."""
        try:
            return cls(
                language=Language(payload["language"]),
                subject=payload["subject"],
                text=payload["text"],
                html=payload["html"],
                in_reply_to=payload["in_reply_to"],
                references=tuple(payload["references"]),
                auto_submitted=AutoSubmitted(payload["auto_submitted"]) if payload["auto_submitted"] else None,
                enclosures=tuple(
                    Enclosure(name, mime, base64.b64decode(content), file_id)
                    for name, mime, content, file_id in payload["enclosures"]
                ),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("no letter") from error


def message_id(row: int, token: str, domain: str) -> str:
    """Return what the letter of an outbox row is called. Without the row's ``token`` nobody can name it who never got it."""
    return f"<outbox.{row}.{token}@{domain}>"


def row_named(identifier: str) -> tuple[int, str] | None:
    """Return the row and the token in a Message-ID of ours; whether the row has that token is still to be seen."""
    found = OURS.fullmatch(identifier.strip())
    return (int(found[1]), found[2]) if found else None


def identifiers(written: Sequence[str]) -> tuple[str, ...]:
    """Return which of ``written`` are Message-IDs that may stand in a header, each once, and not more than a header holds.

    Where one stands twice the later place counts: the last names the letter that is answered.
    """
    well = tuple(dict.fromkeys(each for each in reversed(written) if IDENTIFIER.fullmatch(each)))[::-1]
    return well if len(well) <= MOST_REFERENCES else (well[0], *well[1 - MOST_REFERENCES :])


def answer_subject(subject: str) -> str:
    """Return the subject of an answer: marked as one, once."""
    cleaned = line(subject, LONGEST_SUBJECT)
    return cleaned if ANSWER.match(cleaned) else line(f"Re: {cleaned}", LONGEST_SUBJECT)
