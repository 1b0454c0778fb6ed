"""What colleagues read of a letter beside its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.enquiries import Enquiry, LetterHead
from domain.letters import Attachment, Bounce
from domain.people import Person
from handlers.enquiries.desk.screens import HEADER_ROOM, follow_up_header, quoted
from handlers.kit.markup import MESSAGE_LIMIT, Html, clip, escape, fill, lines, split
from handlers.kit.messages import Button, Message, labelled, rows
from locales.texts import Texts

SUBJECT = 100
NAMES = 20
"""How many files are named that were not passed on."""

SHOWN = 5
"""In how many messages the full text of a letter is shown; the letter itself goes along."""

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Missing:
    """What the topic does not get of a letter: files by what is wrong with them, or a part of the letter itself.

    ``too_large``: of the whole letter only the headers could be fetched; it has so many bytes.
    """

    dangerous: Sequence[Attachment] = ()
    large: Sequence[Attachment] = ()
    further: Sequence[Attachment] = ()
    too_large: int | None = None
    incomplete: bool = False

    def __bool__(self) -> bool:
        """Whether anything is missing."""
        return bool(self.dangerous or self.large or self.further or self.too_large is not None or self.incomplete)


def heading(head: LetterHead, texts: Texts) -> list[Html]:
    """Return who wrote a letter, about what, and for whom, as a card shows it."""
    facts = (
        (texts.pgettext("letter", "Letter from"), clip(head.sender, 100)),
        (texts.pgettext("letter", "Subject"), clip(head.subject, SUBJECT)),
        (texts.pgettext("letter", "Organisation, as far as one can tell"), clip(head.organisation, 60)),
    )
    return [labelled(label, value, texts) for label, value in facts if value]


def original(enquiry: Enquiry, head: LetterHead, texts: Texts) -> Button:
    """Return the button that brings the letter as it came."""
    return Button(texts.pgettext("button", "Original letter"), f"letter:{enquiry.id}:{head.number}")


def follow_up(enquiry: Enquiry, person: Person, head: LetterHead, text: str, texts: Texts) -> list[Message]:
    """Return a further letter of an enquirer, in as many messages as it takes; the last has the button."""
    subject = fill("✉ {subject}", subject=clip(head.subject or texts._("(no subject)"), SUBJECT))
    above = lines((follow_up_header(enquiry, person, texts), subject))
    first, *rest = split(text, MESSAGE_LIMIT - HEADER_ROOM) or [texts._("(no words)")]
    shown = [Message(lines((above, quoted(first)))), *(Message(quoted(piece)) for piece in rest)]
    return [*shown[:-1], Message(shown[-1].text, rows(original(enquiry, head, texts)))]


def missing(enquiry: Enquiry, person: Person, what: Missing, texts: Texts) -> Message:
    """Say what is not in the topic, and where it is."""
    said: list[str] = []
    if what.too_large is not None:
        template = texts._("The letter is too large ({size} MB), so only its head is here. Please read it in the mailbox.")
        said.append(template.format(size=_megabytes(what.too_large)))
    elif what.incomplete:
        said.append(texts._("The letter has more in it than can be shown here. Please read it in the mailbox."))
    if what.dangerous:
        said.append(texts._("Not passed on, because such files can do harm: {names}").format(names=_named(what.dangerous)))
    if what.large:
        said.append(texts._("Too large to be passed on: {names}").format(names=_named(what.large)))
    if what.further:
        said.append(texts._("Also in the letter: {names}").format(names=_named(what.further)))
    return Message(lines((follow_up_header(enquiry, person, texts), *(escape("⚠ " + each) for each in said))))


def automatic(enquiry: Enquiry, person: Person, head: LetterHead, text: str, texts: Texts) -> Message:
    """Show what a machine sent back to one of our letters: for colleagues alone, nobody waits for an answer."""
    header = follow_up_header(enquiry, person, texts)
    kind = texts._("An automatic letter, which needs no answer: {subject}").format(subject=clip(head.subject, SUBJECT))
    return Message(
        lines((header, escape(f"🤖 {kind}"), quoted(clip(text, MESSAGE_LIMIT - HEADER_ROOM)) if text else None)),
        rows(original(enquiry, head, texts)),
    )


def calendar_reply(enquiry: Enquiry, person: Person, subject: str, texts: Texts) -> Message:
    """Say that a calendar answered an invitation."""
    line = "📅 " + texts._("Answer of a calendar: {subject}").format(subject=clip(subject, SUBJECT))
    return Message(lines((follow_up_header(enquiry, person, texts), escape(line))))


def returned(bounce: Bounce, address: str, texts: Texts) -> Message:
    """Tell a colleague that a letter to ``address`` came back, or is held up; what the report calls it, anybody can forge."""
    if bounce.permanent:
        text = texts._("The letter came back: it could not be delivered to {address} ({status}).")
    else:
        text = texts._("The letter has not reached {address} yet ({status}); the mail servers go on trying.")
    return Message(escape("⚠ " + text.format(address=address, status=bounce.status or "–")))


def below_header(enquiry: Enquiry, person: Person, below: Message, texts: Texts) -> Message:
    """Say in the topic what became of a letter that no colleague wrote."""
    return Message(lines((follow_up_header(enquiry, person, texts), below.text)))


def unattributed(texts: Texts) -> Message:
    """Tell the office that a letter came which names no sender or could not be fetched."""
    return Message(
        escape("⚠ " + texts._("There are letters in the mailbox that I could not read or attribute. Please look there."))
    )


def full_text(text: str, texts: Texts) -> list[Message]:
    """Return the whole text of a letter, history and signature too, as far as it is sensible to show it here."""
    pieces = split(text, MESSAGE_LIMIT - HEADER_ROOM)
    shown = [Message(quoted(piece)) for piece in pieces[:SHOWN]]
    more = [Message(escape(texts._("The rest is in the file.")))] if len(pieces) > SHOWN else []
    return [*shown, *more]


def _named(files: Sequence[Attachment]) -> str:
    names = [f"{clip(each.name, 60)} ({_megabytes(each.size)} MB)" for each in files[:NAMES]]
    return ", ".join(names + (["…"] if len(files) > NAMES else []))


def _megabytes(size: int) -> str:
    return f"{max(size / MEGABYTE, 0.1):.1f}"
