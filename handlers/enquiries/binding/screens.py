"""What people read about their two channels. Addresses are masked: a chat may be read over somebody's shoulder."""

from domain.profile import Profile
from handlers.kit.markup import bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import Texts


def sentence(text: str) -> Message:
    """Return a sentence as a message."""
    return Message(escape(text))


def please_confirm(link: str, until: int, profile: Profile, texts: Texts) -> str:
    """Return the words of the letter that asks whether an address is theirs who gave it."""
    words = texts._(
        "Somebody who enquires with the {alliance} on Telegram has given this e-mail address. If that was you, please open "
        "this link where you use Telegram, and press “Confirm”:\n{link}\n"
        "It works once, until {until}. From then on we can answer you by either.\n\n"
        "If it was not you, there is nothing to do: without your confirmation nothing is connected."
    )
    return words.format(alliance=profile.name.in_(texts.language), link=link, until=texts.moment(until))


def question(number: int, address: str, texts: Texts) -> Message:
    """Show which address a link went to, and ask whether it is to be connected."""
    asked = texts._("Is {address} your e-mail address?")
    means = texts._(
        "When you confirm, we know that it and this Telegram account are both yours: you see your enquiries here whichever "
        "way they came, and we can answer by either. If you do not know the address, do nothing."
    )
    confirm = Button(texts.pgettext("button", "Confirm"), f"bind:{number}")
    return Message(lines((fill(escape(asked), address=bold(address)), "", escape(means))), rows(confirm))


def connected(address: str, texts: Texts) -> Message:
    """Say that it is done, in place of the question."""
    said = texts._("{address} and your Telegram account are connected. /status shows all your enquiries.")
    return Message(fill(escape(said), address=bold(address)))


def connected_letter(address: str, name: str, texts: Texts) -> str:
    """Return the words of the letter that tells the address that it is done."""
    words = texts._(
        "Your e-mail address {address} is now connected with the Telegram account “{name}”: your enquiries go on by either. "
        "If that was not you, please answer this letter."
    )
    return words.format(address=address, name=clip(name, 60))


def one_person(name: str, address: str, texts: Texts) -> Message:
    """Tell colleagues that somebody has proven both channels."""
    said = texts._("{name} has confirmed: {address} and the Telegram account are theirs. Everything goes on here.")
    return Message(fill(escape(said), name=bold(clip(name, 60)), address=address))


def goes_on_there(url: str | None, texts: Texts) -> Message:
    """Tell colleagues in the newer topic that this person has an older one."""
    said = texts._("This is the same person as in an older topic, where everything goes on. This topic is closed.")
    there = (Button(texts.pgettext("button", "To the older topic"), url=url),) if url is not None else ()
    return Message(escape(said), rows(*there))
