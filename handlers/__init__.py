"""What reacts to an event, one folder per capability.

A capability is registered here and nowhere else: command menus, /help, the start menu and the jobs follow. The order is the
order in which handlers are asked; `welcome` answers what nobody else understood.
"""

from handlers import (
    applications,
    dues,
    dues_report,
    enquiries,
    exports,
    payments,
    privacy,
    reminders,
    roster,
    settings,
    staff,
    welcome,
)
from handlers.kit.capability import Registry


def registry() -> Registry:
    """Return every capability, made anew for one life of the bot."""
    return Registry(
        (
            staff.capability(),
            applications.capability(),
            dues.capability(),
            payments.capability(),
            dues_report.capability(),
            roster.capability(),
            exports.capability(),
            enquiries.capability(),
            settings.capability(),
            reminders.capability(),
            privacy.capability(),
            welcome.capability(),
        )
    )
