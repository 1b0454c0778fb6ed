"""How our letters read: the line above which to answer, what a colleague wrote, who we are, and what is answered.

The same words twice: as plain text, and as HTML so simple that every mail program shows it alike. What people wrote is escaped
where it enters.
"""

import html
from collections.abc import Sequence

from domain.languages import Language
from domain.letters.letter import Letter
from domain.letters.marker import REPLY_ABOVE
from domain.outgoing import AutoSubmitted, Enclosure, OutgoingLetter, identifiers
from domain.profile import Profile
from locales.texts import Texts

LONGEST_QUOTE = 4000
GREY = "color:#777"
QUOTE = "margin:0 0 0 .8ex;border-left:2px solid #ccc;padding-left:1ex"


def write(
    texts: Texts,
    profile: Profile,
    words: str,
    *,
    subject: str,
    answering: Letter | None = None,
    quoted: bool = True,
    auto_submitted: AutoSubmitted | None = None,
    enclosures: Sequence[Enclosure] = (),
) -> OutgoingLetter:
    """Return a letter in the language of ``texts``; with ``answering`` one in that letter's thread.

    It quotes that letter, unless it is not to be ``quoted``: what nobody wrote must not carry a stranger's words to somebody
    whose address that stranger has used.
    """
    plain, page = _above(texts, profile, words), _html_above(texts, profile, words)
    if answering is not None and quoted:
        said, theirs = _who_wrote(answering, texts), _quotable(answering.text)
        plain += ["", said, *(f"> {line}".rstrip() for line in theirs)]
        page += _html_quote(said, theirs)
    return OutgoingLetter(
        language=Language(texts.language),
        subject=subject,
        text="\n".join([*plain, ""]),
        html=f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{page}</body></html>\n',
        in_reply_to=answering.message_id if answering else "",
        references=_thread(answering) if answering else (),
        auto_submitted=auto_submitted,
        enclosures=tuple(enclosures),
    )


def _thread(answering: Letter) -> tuple[str, ...]:
    """Return the references of an answer, as RFC 5322 (3.6.4) has it."""
    return identifiers([*(answering.references or (answering.in_reply_to,)), answering.message_id])


def _above(texts: Texts, profile: Profile, words: str) -> list[str]:
    """Return the lines above the quotation; the signature begins as mail programs know one."""
    return [REPLY_ABOVE.in_(texts.language), "", words.strip(), "", "-- ", *_signature(texts, profile)]


def _signature(texts: Texts, profile: Profile) -> list[str]:
    return [profile.name.in_(texts.language), profile.join_address]


def _who_wrote(answered: Letter, texts: Texts) -> str:
    writer = (answered.sender.name or answered.sender.address) if answered.sender else "…"
    if answered.date is None:
        return texts._("{name} wrote:").format(name=writer)
    return texts._("On {date}, {name} wrote:").format(date=texts.moment(answered.date), name=writer)


def _quotable(text: str) -> list[str]:
    shown = text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rstrip() + " …"
    return shown.splitlines()


def _html_above(texts: Texts, profile: Profile, words: str) -> str:
    return (
        f'<p style="{GREY}">{html.escape(REPLY_ABOVE.in_(texts.language))}</p>\n'
        f"<p>{_broken(words.strip().splitlines())}</p>\n"
        f'<p style="{GREY}">-- <br>\n{_broken(_signature(texts, profile))}</p>\n'
    )


def _html_quote(said: str, quoted: Sequence[str]) -> str:
    return f'<p style="{GREY}">{html.escape(said)}</p>\n<blockquote style="{QUOTE}">{_broken(quoted)}</blockquote>\n'


def _broken(lines: Sequence[str]) -> str:
    return "<br>\n".join(html.escape(line) for line in lines)
