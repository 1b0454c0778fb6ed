"""Privacy: what is kept about a person, all of it as a file, and deleting it."""

from handlers.kit.capability import Capability, Command
from handlers.privacy import chat, desk
from locales.texts import NP_


def capability() -> Capability:
    """Return what privacy contributes."""
    return Capability(
        name="privacy",
        commands=(
            Command("privacy", NP_("command", "What we keep about you, and how long")),
            Command("mydata", NP_("command", "Get your data as a file, or delete it")),
        ),
        handlers=chat.handlers(),
        for_blocked=True,
        outcomes={chat.GOODBYE: chat.goodbye_ended, desk.CLEARING: desk.clearing_ended},
    )
