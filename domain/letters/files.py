"""What comes with a letter beside its words: named so that the name deceives nobody, and told apart by what could do harm."""

import re
from email.message import Message

from domain.letters.cleaning import file_name, line
from domain.letters.headers import header, subject, tried, words
from domain.letters.letter import Attachment
from domain.letters.parts import content, enclosed

MOST_BYTES = 10 * 1024 * 1024

_DANGEROUS = re.compile(
    r".*\.(?:ade|adp|apk|app|appx|bat|chm|cmd|com|cpl|dll|dmg|docm|dotm|exe|hta|html?|img|inf|ins|iqy|iso|jar|jse?|lnk|mht|mhtml"
    r"|ms[cipt]|msix|ocx|one|pif|pkg|pot[am]|pp[as]m|pptm|ps1|py|rdp|reg|rpm|scr|sct|sh|shtml|slk|svg|sys|url|vb[es]?|vhdx?|ws[cfh]"
    r"|xhtml|xlam|xll|xls[bm]|xltm|xml|xsl)",
    re.IGNORECASE,
)
"""Endings of what runs, or shows something else than it is, when somebody opens it."""

_ENDINGS = {"calendar": "ics", "rfc822": "eml", "jpeg": "jpg", "plain": "txt"}
_LONGEST_ENDING = 4

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How programs begin, whatever their names say."""


def attachment(part: Message, number: int) -> Attachment:
    """Return a part as the desk gets it; ``number`` names one that has no name."""
    mime = line(tried(part.get_content_type, "application/octet-stream"), 100)
    name = file_name(_written_name(part), f"{number}.{_ending(mime)}")
    carried = content(part)
    too_big = len(carried) > MOST_BYTES
    return Attachment(
        name=name,
        mime=mime,
        content=b"" if too_big else carried,
        size=len(carried),
        inline=part.get_content_disposition() == "inline" or bool(header(part, "Content-ID")),
        dangerous=bool(_DANGEROUS.fullmatch(name)) or carried.startswith(_PROGRAMS),
        too_big=too_big,
    )


def _ending(mime: str) -> str:
    """The ending of a file that has no name."""
    kind = mime.rpartition("/")[2]
    return _ENDINGS.get(kind) or (kind if kind.isalnum() and len(kind) <= _LONGEST_ENDING else "dat")


def _written_name(part: Message) -> str:
    """The name as the writer's program gave it; an enclosed letter's is its subject."""
    if named := tried(part.get_filename, None):
        return words(named)
    passed_on = enclosed(part)
    about = subject(passed_on).replace("/", " ") if passed_on else ""
    return f"{about}.eml" if about else ""
