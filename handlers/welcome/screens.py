"""Greeting, menu and help."""

from handlers.kit.capability import Audience
from handlers.kit.event import Event
from handlers.kit.markup import Html, bold, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import Texts


def greeting(event: Event) -> Message:
    """Greet and show the menu."""
    texts, profile = event.texts, event.office.profile
    text = lines(
        (
            fill(
                escape(texts._("Welcome to the member services of the {alliance}.")),
                alliance=bold(profile.name.in_(texts.language)),
            ),
            escape(
                texts._(
                    "Here you can enquire about joining, ask the office a question, propose cooperation and see where your "
                    "enquiries stand. Choose below, or simply write to us."
                )
            ),
        )
    )
    buttons = [Button(texts.say(entry.label), entry.data) for entry in event.registry.menu()]
    return Message(text, rows(*buttons))


def help_(event: Event, *, contact: bool) -> Message:
    """List the commands, those for contacts to a ``contact``, and say how else to reach the office."""
    texts, office = event.texts, event.office
    commands = _commands(event, Audience.EVERYBODY, texts)
    if contact:
        heading = escape("\n" + texts._("For contacts of member organisations:"))
        commands += [heading, *_commands(event, Audience.CONTACTS, texts)]
    if event.who.is_staff:
        heading = escape("\n" + texts._("For colleagues, here and in the staff group:"))
        commands += [heading, *_commands(event, Audience.STAFF, texts)]
    mail = fill(escape(texts._("You can also write to {address}.")), address=office.profile.join_address)
    note = None
    if event.who.is_staff and office.staff_chat is None:
        note = escape(
            "\n"
            + texts._("For you as an owner: no staff group is set (STAFF_CHAT_ID), so enquiries reach the owners in private.")
        )
    opening = escape(texts._("Simply write to us: I answer what I know, a colleague the rest. These commands help:"))
    return Message(lines((opening, "", *commands, "", mail, note)))


def _commands(event: Event, audience: Audience, texts: Texts) -> list[Html]:
    return [
        fill("/{name} – {what}", name=command.name, what=texts.say(command.description))
        for command in event.registry.commands(audience)
    ]


def unknown_command(texts: Texts) -> Message:
    """Say that a command is not known."""
    return Message(escape(texts._("I do not know this command. /help lists all of them; or simply write to us.")))
