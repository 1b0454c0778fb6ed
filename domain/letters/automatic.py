"""Whether a person wrote a letter, or a machine: what a machine wrote is never answered automatically, or two never stop.

RFC 3834 asks for it; list servers, Exchange and the providers' own robots each have headers of their own besides.
"""

import re
from email.message import Message

from domain.letters.headers import header
from domain.letters.letter import Automatic
from domain.letters.parts import content, leaves

LOOP_HEADER = "X-Alliance-Bot"
"""What every letter of ours carries: one that comes in with it was written by a robot like us."""

_LISTS = ("List-Id", "List-Unsubscribe", "List-Post", "List-Help", "Mailing-List")
_ANSWERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponse", "X-Auto-Reply-From", "X-Mail-Autoreply", "Auto-Reply")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_DAEMON = re.compile(
    r"(?:mailer-daemon|postmaster|no[-_]?reply|do-?not-?reply|bounces?|nobody|root)(?:[-+].*)?|owner-.*", re.IGNORECASE
)


def reason(letter: Message, address: str) -> Automatic | None:
    """Return why a letter must not be answered automatically, or None where a person may have written it."""
    submitted = header(letter, "Auto-Submitted").partition(";")[0].strip().lower()
    checks = {
        Automatic.LOOP: header(letter, LOOP_HEADER),
        Automatic.REPORT: letter.get_content_type() == "multipart/report",
        Automatic.SUBMITTED: submitted not in ("", "no") or any(header(letter, name) for name in _ANSWERS),
        Automatic.DAEMON: is_daemon(address),
        Automatic.LIST: any(header(letter, name) for name in _LISTS),
        Automatic.PRECEDENCE: header(letter, "Precedence").lower() in _BULK,
        Automatic.SUPPRESSED: header(letter, "X-Auto-Response-Suppress").lower() not in ("", "none"),
        Automatic.NO_RETURN_PATH: header(letter, "Return-Path").replace(" ", "") == "<>",
    }
    return next((why for why, holds in checks.items() if holds), None)


def is_daemon(address: str) -> bool:
    """Whether nobody reads what is sent to an address."""
    return bool(_DAEMON.fullmatch(address.rpartition("@")[0]))


def is_calendar_reply(letter: Message) -> bool:
    """Whether a letter is a calendar's answer to an invitation (RFC 6047): accepted, declined or perhaps."""
    calendars = [part for part in leaves(letter) if part.get_content_type() == "text/calendar"]
    return any(b"METHOD:REPLY" in content(part)[:4096].upper().replace(b" ", b"") for part in calendars)
