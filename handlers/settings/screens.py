"""What people can set, as they see it: how things are set now, and what can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.languages import Language
from domain.people import ChannelKind
from domain.roster import Details
from handlers.kit.markup import bold, escape, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from locales.texts import N_, NP_, Msg, Texts
from locales.zones import city

NAMES = {Language.CHINESE: "简体中文", Language.ENGLISH: "English"}

OFFICES = "office"
"""The choice of leaving something as the office has it."""

CHANNELS = {ChannelKind.TELEGRAM: NP_("my data", "Telegram"), ChannelKind.MAIL: NP_("my data", "Mail")}

QUESTIONS: Mapping[str, Msg] = {
    "channel": N_("By which way shall reminders reach you first? If it fails, we try the other."),
    "hour": N_("At what time of day shall reminders reach you?"),
    "quiet": N_("During which hours shall nothing but answers reach you?"),
    "zone": N_("In which time zone are you? For another one, send /settings and a city, for example: /settings Europe/Berlin"),
}

CHOICES: Mapping[str, Sequence[str]] = {
    "channel": tuple(CHANNELS),
    "hour": (OFFICES, *(str(hour * 60) for hour in (8, 9, 10, 11, 14, 16, 18, 20))),
    "quiet": ("1320-480", "1260-540", "1380-420", "0-0"),
    "zone": (
        OFFICES,
        "Asia/Hong_Kong",
        "Asia/Singapore",
        "Asia/Tokyo",
        "Europe/London",
        "Europe/Berlin",
        "America/New_York",
        "America/Los_Angeles",
    ),
}
"""What the buttons offer; times of day are minutes after midnight."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How a contact wants to be reached; ``has_mail``: letters can reach them too."""

    details: Details
    has_mail: bool


def sentence(text: str) -> Message:
    """Return a sentence as a message."""
    return Message(escape(text))


def language_question(texts: Texts) -> Message:
    """Ask for the language."""
    return Message(
        escape(texts._("Which language shall we use?")),
        rows(*(Button(name, f"language:{language}") for language, name in NAMES.items()), width=2),
    )


def language_chosen(texts: Texts) -> Message:
    """Say that the language is chosen, in it."""
    return Message(escape(texts._("We will write to you in English from now on.")))


def settings(reached: Reached | None, office: Office, texts: Texts) -> Message:
    """Show how everything is set, with a button for each; who is no contact has nothing but a language."""
    language = Button(texts.pgettext("menu", "中文 / English"), "menu:language")
    spoken = labelled(texts.pgettext("label", "Language"), NAMES[Language(texts.language)], texts)
    heading = bold(texts._("Your settings"))
    if reached is None:
        return Message(lines((heading, spoken)), rows(language))
    named = {
        "channel": texts.pgettext("label", "Reminders by"),
        "hour": texts.pgettext("label", "Reminders at"),
        "quiet": texts.pgettext("label", "Quiet hours"),
        "zone": texts.pgettext("label", "Time zone"),
    }
    shown = [labelled(name, said(what, _now(what, reached.details), office, texts), texts) for what, name in named.items()]
    note = texts._("Reminders of what your organisation has to do can be moved, but not switched off.")
    buttons = (Button(name, f"settings:open:{what}") for what, name in named.items())
    return Message(lines((heading, spoken, *shown, "", escape(note))), (*rows(*buttons, width=2), (language,)))


def question(what: str, reached: Reached, office: Office, texts: Texts) -> Message:
    """Ask for one setting; what holds now is marked."""
    now = _now(what, reached.details)
    buttons = [
        Button(("● " if value == now else "○ ") + said(what, value, office, texts), f"settings:set:{what}:{value}")
        for value in offered(what, reached)
    ]
    back = Button(texts.pgettext("button", "Back to the settings"), "settings:open:home")
    return Message(escape(texts.say(QUESTIONS[what])), (*rows(*buttons, width=2), (back,)))


def offered(what: str, reached: Reached) -> Sequence[str]:
    """Return what can be chosen for a setting; there is no choice of ways without an address."""
    return CHOICES.get(what, ()) if what != "channel" or reached.has_mail else ()


def said(what: str, value: str, office: Office, texts: Texts) -> str:
    """Return a choice in words."""
    match what:
        case "channel":
            return texts.say(CHANNELS[ChannelKind(value)])
        case "hour" if value == OFFICES:
            return texts.pgettext("setting", "as usual, at {time}").format(time=f"{office.profile.ladders.dues.at:%H:%M}")
        case "hour":
            return _time(value)
        case "quiet":
            begin, _, end = value.partition("-")
            return texts.pgettext("setting", "none") if begin == end else f"{_time(begin)}–{_time(end)}"
        case _ if value == OFFICES:
            return texts.pgettext("setting", "the office’s ({city})").format(city=city(str(office.zone), texts.language))
        case _:
            return city(value, texts.language)


def _now(what: str, details: Details) -> str:
    """Return the choice that holds now."""
    values = {
        "channel": str(details.channel),
        "hour": OFFICES if details.remind_at is None else str(details.remind_at),
        "quiet": f"{details.quiet_from}-{details.quiet_until}",
        "zone": details.zone or OFFICES,
    }
    return values[what]


def _time(minutes: str) -> str:
    return "{:02}:{:02}".format(*divmod(int(minutes), 60))
