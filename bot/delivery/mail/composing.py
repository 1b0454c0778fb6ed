"""Writes a letter as MIME: only `EmailMessage`, which refuses a header that would become two; nothing here trusts a name.

Bodies and attachments leave in seven bits, which every server on the way can carry.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from aiosmtplib.email import parse_address

from domain.languages import Bilingual
from domain.letters.automatic import LOOP_HEADER
from domain.letters.cleaning import file_name, line
from domain.outgoing import LONGEST_SUBJECT, OutgoingLetter, identifiers

WIRE = SMTP.clone(cte_type="7bit")
LONGEST_NAME = 120
MIME = re.compile(r"([a-z]{1,20})/([a-z0-9.+-]{1,80})")
UNKNOWN_KIND = ("application", "octet-stream")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes all our letters."""

    name: Bilingual
    address: str

    @property
    def domain(self) -> str:
        """What the sender's address ends in; Message-IDs do as well, and we greet with it."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a letter says about itself: its Message-ID, who writes, to whom, and when (UTC milliseconds)."""

    message_id: str
    sender: Sender
    recipient: str
    at: int


def compose(letter: OutgoingLetter, heading: Heading) -> bytes:
    """Return the letter as it goes over the wire; raise `ValueError` when an address in it is none."""
    message = EmailMessage(policy=WIRE)
    _head(message, letter, heading)
    message.set_content(letter.text, cte=_encoding(letter.text))
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    for each in letter.enclosures:
        maintype, subtype = _kind(each.mime)
        message.add_attachment(each.content, maintype, subtype, filename=file_name(each.name, "file"))
    message["Content-Language"] = letter.language  # last: the library moves it into a part otherwise
    return _thread(letter, heading) + message.as_bytes()


def mailbox(address: str) -> str:
    """Return an address as every server takes it, its domain in ASCII; raise `ValueError` when it is none."""
    local, _, domain = address.rpartition("@")
    written = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    try:
        well = parse_address(written) == Address(addr_spec=written).addr_spec == written
    except (IndexError, AttributeError, MessageError) as error:  # how the library fails on some
        raise ValueError("no address") from error
    if not (well and written.isascii() and written.isprintable()):
        raise ValueError("no address")
    return written


def _head(message: EmailMessage, letter: OutgoingLetter, heading: Heading) -> None:
    name = line(heading.sender.name.in_(letter.language), LONGEST_NAME)
    message["From"] = Address(name, addr_spec=heading.sender.address)
    message["To"] = Address(addr_spec=mailbox(heading.recipient))
    message["Subject"] = line(letter.subject, LONGEST_SUBJECT)
    message["Date"] = datetime.fromtimestamp(heading.at / 1000, UTC)
    message[LOOP_HEADER] = heading.sender.address
    if letter.auto_submitted is not None:
        message["Auto-Submitted"] = letter.auto_submitted
        message["X-Auto-Response-Suppress"] = "All"


def _thread(letter: OutgoingLetter, heading: Heading) -> bytes:
    """Return the headers that name letters, written by hand: the library garbles identifiers longer than a line."""
    above = identifiers([*letter.references, letter.in_reply_to])
    lines = [f"Message-ID: {heading.message_id}"]
    lines += [f"In-Reply-To: {each}" for each in identifiers([letter.in_reply_to])]
    lines += ["References: " + "\r\n ".join(above)] if above else []
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _encoding(text: str) -> str:
    """Return the shorter of the two encodings for seven bits: Chinese in base64, anything else so that it can be read."""
    return "quoted-printable" if sum(map(str.isascii, text)) * 2 > len(text) else "base64"


def _kind(mime: str) -> tuple[str, str]:
    """Return the two halves of a media type; what is none, or would be taken apart by the library, is just bytes."""
    found = MIME.fullmatch(mime.lower())
    return (found[1], found[2]) if found and found[1] not in ("multipart", "message") else UNKNOWN_KIND
