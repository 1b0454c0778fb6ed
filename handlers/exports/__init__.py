"""The roster and the dues as Excel files, for colleagues whose work they are."""

from handlers.exports.chat import FILE, file_ended, handlers
from handlers.kit.capability import Audience, Capability, Command
from locales.texts import NP_


def capability() -> Capability:
    """Return what exports contribute."""
    return Capability(
        name="exports",
        commands=(Command("export", NP_("command", "Roster and dues as Excel files"), Audience.STAFF),),
        handlers=handlers(),
        outcomes={FILE: file_ended},
    )
