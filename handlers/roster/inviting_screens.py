"""What is read about an invitation: by the colleague who passes it on, by whom it is for, and at the desk once it was used."""

from dataclasses import dataclass

from domain.people import Person
from domain.profile import Profile
from domain.roster import Contact, Member
from handlers.kit import roster as words
from handlers.kit.markup import bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from handlers.roster.screens import NAME
from locales.texts import Texts


@dataclass(frozen=True, slots=True)
class Link:
    """A link for a contact, and until when (UTC milliseconds) it works."""

    contact: Contact
    member: Member
    url: str
    until: int


def to_pass_on(link: Link, texts: Texts, *, by_letter: bool) -> Message:
    """Return the link as a colleague passes it on."""
    contact, member = link.contact, link.member
    head = texts._("Invitation for {name} · {member}. Please pass this link on to nobody else; it works once, until {until}:")
    posted = texts._("It has also been sent to {address}.")
    again = texts._("This contact is connected already; whoever uses the link takes their place.")
    return Message(
        lines(
            (
                fill(
                    escape(head),
                    name=bold(clip(contact.details.name, NAME)),
                    member=clip(member.entry.name_in(texts.language), NAME),
                    until=texts.moment(link.until),
                ),
                escape(link.url),
                fill(escape(posted), address=contact.details.mail) if by_letter else None,
                escape(again) if contact.person_id is not None else None,
            )
        )
    )


def letter(link: Link, profile: Profile, texts: Texts) -> str:
    """Return the words of the letter that carries the link."""
    said = texts._(
        "Dear {name},\n\nthe {alliance} has entered you as a contact of {member}. To see your organisation’s entry and to be "
        "reminded on Telegram, please open this link where you use Telegram, and press “Yes, that is me”:\n{link}\n"
        "It works once, until {until}. Please do not pass it on. Without it, we go on writing to you by e-mail."
    )
    return said.format(
        name=link.contact.details.name,
        alliance=profile.name.in_(texts.language),
        member=link.member.entry.name_in(texts.language),
        link=link.url,
        until=texts.moment(link.until),
    )


def question(number: int, contact: Contact, member: Member, texts: Texts) -> Message:
    """Show for whom an invitation is, and ask whether that is who opened it."""
    held = words.roles(contact.details.roles, texts)
    who = fill("{name}{held}", name=bold(clip(contact.details.name, NAME)), held=f" · {held}" if held else "")
    asked = texts._("This invitation is for a contact of {member}:")
    means = texts._(
        "When you confirm, this Telegram account acts for them: you see the organisation’s entry and dues here, and are "
        "reminded here. If that is not you, do nothing."
    )
    confirm = Button(texts.pgettext("button", "Yes, that is me"), f"invited:{number}")
    name = bold(clip(member.entry.name_in(texts.language), NAME))
    return Message(lines((fill(escape(asked), member=name), who, "", escape(means))), rows(confirm))


def bound(contact: Contact, member: Member, texts: Texts) -> Message:
    """Say that it is done, in place of the question."""
    said = texts._(
        "Welcome, {name}: you are now connected as a contact of {member}. /profile shows its entry, /dues what is to be paid, "
        "/settings how you are reminded."
    )
    name, of = clip(contact.details.name, NAME), bold(clip(member.entry.name_in(texts.language), NAME))
    return Message(fill(escape(said), name=name, member=of))


def bound_at_desk(contact: Contact, member: Member, person: Person, texts: Texts) -> Message:
    """Tell colleagues which Telegram account has used an invitation."""
    said = texts._("{name}, contact of {member}, is now connected with the Telegram account “{account}”.")
    name, of = bold(clip(contact.details.name, NAME)), clip(member.entry.name, NAME)
    return Message(fill(escape(said), name=name, member=of, account=clip(person.name, NAME)))
