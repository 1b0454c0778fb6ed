"""What colleagues see while they change a member or a contact: a contact's card, what can be changed, and what is asked."""

import re

from domain.people import Actor
from domain.roster import Contact, Member
from handlers.kit import roster as words
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from handlers.roster.fields import OF_MEMBER
from handlers.roster.screens import NAME, VALUE, reached
from handlers.roster.target import Target
from locales.texts import Texts

ASKS = re.compile(r"✍ [^\n]* · ")
"""How a question begins whose reply is the answer."""


def menu(member: Member, texts: Texts) -> Message:
    """Ask what of a member is to be changed."""
    of = f"{member.id}:{member.version}"
    fields = [Button(texts.say(field.label), f"roster:field:m.{name}:{of}") for name, field in OF_MEMBER.items()]
    back = Button(texts.pgettext("button", "To the card"), f"roster:show:m:{member.id}:0")
    asked = fill(escape(texts._("What would you like to change of {name}?")), name=bold(clip(member.entry.name, NAME)))
    return Message(asked, (*rows(*fields, width=3), (back,)))


def contact_card(
    contact: Contact, member: Member, on_telegram: bool | None, texts: Texts, *, may_edit: bool, note: str | None = None
) -> Message:
    """Return what is known of a contact, with ``note`` above it; who ``may_edit`` it finds how below."""
    details = contact.details
    facts = [
        labelled(texts.pgettext("contact", "Roles"), words.roles(details.roles, texts) or "—", texts),
        labelled(texts.pgettext("contact", "Position"), details.position or "—", texts),
        labelled(texts._("Reached by"), reached(contact, on_telegram, texts), texts),
        labelled(texts.pgettext("contact", "Language"), texts.say(words.LANGUAGES[details.language]), texts),
    ]
    head = fill("{name} · {member}", name=bold(clip(details.name, NAME)), member=clip(member.entry.name, NAME))
    back = Button(texts.pgettext("button", "To the card"), f"roster:show:m:{member.id}:0")
    buttons = _contact_buttons(contact, texts) if may_edit else []
    return Message(lines((escape(note + "\n") if note else None, head, *facts)), rows(*buttons, back, width=2))


def _contact_buttons(contact: Contact, texts: Texts) -> list[Button]:
    of = f"{contact.id}:{contact.version}"
    named = {
        "roles": texts.pgettext("button", "Roles"),
        "name": texts.pgettext("button", "Name"),
        "position": texts.pgettext("button", "Position"),
        "mail": texts.pgettext("button", "E-mail"),
        "telephone": texts.pgettext("button", "Telephone"),
    }
    if contact.person_id is None:  # whoever is connected has their language on Telegram
        named["language"] = texts.pgettext("button", "Language")
    return [
        *(Button(label, f"roster:field:c.{name}:{of}") for name, label in named.items()),
        Button(texts.pgettext("button", "Invite to Telegram"), f"roster:invite:c:{of}"),
        Button(texts.pgettext("button", "End as contact"), f"roster:end:c:{of}"),
    ]


def choosing(target: Target, mask: int, office: Office, texts: Texts) -> Message:
    """Offer the choices of a field; ``mask`` has a bit for each place that holds."""
    field, key, of = target.field, target.key, target.of
    options = list(field.choices(office)) if field.choices else []
    buttons = []
    for place, option in enumerate(options):
        label, held = option.label(texts), mask >> place & 1
        if field.several:
            label = ("☑ " if held else "☐ ") + label
            buttons.append(Button(label, f"roster:pick:{key}:{of}:{mask ^ (1 << place)}"))
        elif not held:
            buttons.append(Button(label, f"roster:set:{key}:{of}:{1 << place}"))
    if field.several:
        buttons.append(Button(texts.pgettext("button", "Save"), f"roster:set:{key}:{of}:{mask}"))
    back = Button(texts.pgettext("button", "Back"), f"roster:show:{key[0]}:{target.thing.id}:0")
    asked = fill("{label} · {name}", label=bold(texts.say(field.label)), name=clip(target.about.name, NAME))
    return Message(asked, (*rows(*buttons), (back,)))


def ask_value(target: Target, actor: Actor, office: Office, texts: Texts) -> Message:
    """Ask for the value of a field; the reply to this message is it."""
    now = labelled(texts._("Until now"), clip(target.field.show(target.value, office, texts), VALUE), texts)
    asked = texts._("{who}, please reply to this message with what it shall be.")
    empty = escape(texts._("A hyphen (-) empties it.")) if target.field.may_be_empty else None
    return Message(lines((_head(target, texts), now, _for(actor, asked), empty)), asks=True)


def ask_reason(target: Target, value: str, actor: Actor, office: Office, texts: Texts) -> Message:
    """Ask why a membership shall stand otherwise; the reply to this message is kept with it."""
    wanted = labelled(texts._("From now on"), target.field.show(value, office, texts), texts)
    asked = texts._("{who}, please reply to this message with the reason; it stays in the history.")
    return Message(lines((_head(target, texts), wanted, _for(actor, asked))), asks=True)


def ask_contact(member: Member, actor: Actor, texts: Texts) -> Message:
    """Ask who else speaks for a member."""
    head = fill("✍ {label} · {name}", label=texts._("A new contact"), name=clip(member.entry.name, NAME))
    asked = texts._(
        "{who}, please reply to this message with the name, and each on a line of its own, as far as you know them: position, "
        "e-mail address, telephone number."
    )
    return Message(lines((head, _for(actor, asked))), asks=True)


def sure_to_end(contact: Contact, member: Member, texts: Texts) -> Message:
    """Ask before somebody speaks for a member no more."""
    of = f"{contact.id}:{contact.version}"
    asked = texts._("Shall {name} no longer speak for {member}? They will see nothing of it any more, and are not reminded.")
    return Message(
        fill(escape(asked), name=bold(clip(contact.details.name, NAME)), member=clip(member.entry.name, NAME)),
        rows(
            Button(texts.pgettext("button", "Yes, end"), f"roster:over:c:{of}"),
            Button(texts.pgettext("button", "No, keep"), f"roster:show:c:{contact.id}:0"),
            width=2,
        ),
    )


def _head(target: Target, texts: Texts) -> Html:
    return fill("✍ {label} · {name}", label=texts.say(target.field.label), name=clip(target.about.name, NAME))


def _for(actor: Actor, asked: str) -> Html:
    return fill(escape(asked), who=clip(actor.person.name, NAME))
