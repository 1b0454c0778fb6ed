"""What a person sets for themselves: the language, and for contacts how and when they are reminded."""

from handlers.kit.capability import Capability, Command, MenuEntry
from handlers.settings import language, preferences
from locales.texts import NP_


def capability() -> Capability:
    """Return what settings contribute."""
    return Capability(
        name="settings",
        commands=(
            Command("language", NP_("command", "Choose Chinese or English")),
            Command("settings", NP_("command", "Language, and when and how reminders reach you")),
        ),
        menu=(MenuEntry(NP_("menu", "中文 / English"), "menu:language"),),
        handlers=(*language.handlers(), *preferences.handlers()),
    )
