"""What colleagues are asked before a button under a card acts."""

from collections.abc import Iterable

from domain.answers import Canned
from domain.enquiries import Enquiry
from domain.people import Actor, Person
from handlers.enquiries.desk.cards import data
from handlers.enquiries.desk.screens import quoted
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import Texts


def note_wanted(enquiry: Enquiry, colleague: Actor, texts: Texts) -> Message:
    """Ask the colleague who pressed for their note; the mention makes it their app that opens a reply."""
    who = fill('<a href="tg://user?id={id}">{name}</a>', id=colleague.channel.address, name=clip(colleague.person.name, 60))
    template = texts._("{who}, please reply to this message with your note on {ref}. The enquirer does not see it.")
    return Message(fill(escape(template), who=who, ref=bold(enquiry.reference)), asks=True)


def block_question(enquiry: Enquiry, person: Person, texts: Texts) -> Message:
    """Ask whether somebody shall be ignored."""
    template = texts._("Block {name} ({ref})? Whatever this person writes will be ignored, and they will not be told.")
    return Message(
        _about(template, enquiry, person),
        rows(
            Button(texts.pgettext("button", "Block"), data("ban", enquiry)),
            Button(texts.pgettext("button", "Cancel"), data("drop", enquiry)),
            width=2,
        ),
    )


def blocked(enquiry: Enquiry, person: Person, texts: Texts) -> Message:
    """Say that somebody is ignored from now on."""
    return Message(_about(texts._("{name} ({ref}) is blocked. “Unblock” on the card takes it back."), enquiry, person))


def canned_list(enquiry: Enquiry, person: Person, canned: Iterable[Canned], texts: Texts) -> Message:
    """Let a colleague choose a canned answer."""
    choices = [Button(each.title.in_(texts.language), data("preview", enquiry, each.key)) for each in canned]
    cancel = Button(texts.pgettext("button", "Cancel"), data("drop", enquiry))
    template = texts._("Which answer shall go to {name} ({ref})? You see it before it is sent.")
    return Message(_about(template, enquiry, person), rows(*choices, cancel))


def canned_preview(enquiry: Enquiry, person: Person, canned: Canned, texts: Texts) -> Message:
    """Show a canned answer as it would be sent, in the enquirer's language."""
    return Message(
        lines((_about(texts._("This would go to {name} ({ref}):"), enquiry, person), quoted(canned.text.in_(person.language)))),
        rows(
            Button(texts.pgettext("desk", "Send"), data("send", enquiry, canned.key)),
            Button(texts.pgettext("button", "Back"), data("list", enquiry)),
            Button(texts.pgettext("button", "Cancel"), data("drop", enquiry)),
            width=3,
        ),
    )


def canned_sent(enquiry: Enquiry, person: Person, words: str, texts: Texts) -> Message:
    """Show what was sent; its delivery is marked on this message."""
    return Message(lines((_about(texts._("Sent to {name} ({ref}):"), enquiry, person), quoted(words))))


def dropped(texts: Texts) -> Message:
    """Say that nothing was done."""
    return Message(escape(texts._("Cancelled; nothing was changed.")))


def _about(template: str, enquiry: Enquiry, person: Person) -> Html:
    return fill(escape(template), name=bold(clip(person.name, 60)), ref=enquiry.reference)
