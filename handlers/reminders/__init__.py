"""Reminders: contacts hear in time of what their organisation has to see to, once each, and no longer than it has to."""

from handlers.kit.capability import Capability
from handlers.reminders import outcomes, returned, tick, why
from storage.obligations import SUBJECT


def capability() -> Capability:
    """Return what reminders contribute."""
    return Capability(
        name="reminders",
        handlers=why.handlers(),
        outcomes={SUBJECT: outcomes.line_ended},
        jobs=(tick.remind,),
        letters=returned.letter_came,
    )
