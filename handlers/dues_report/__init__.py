"""What a year's dues come to: a table, a picture, and an Excel file."""

from handlers.dues_report.chat import FILE, PICTURE, handlers, made_ended
from handlers.kit.capability import Audience, Capability, Command
from locales.texts import NP_


def capability() -> Capability:
    """Return what the report contributes."""
    return Capability(
        name="dues_report",
        commands=(Command("dues_report", NP_("command", "What a year’s dues come to"), Audience.STAFF),),
        handlers=handlers(),
        outcomes={PICTURE: made_ended, FILE: made_ended},
    )
