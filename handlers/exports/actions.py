"""Who may take which file out, and that it stands in the trail. Nothing here knows Telegram."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.audit import Action
from domain.people import Actor, Role
from storage import audit
from storage.unit import Unit


class Export(StrEnum):
    """A file that can be had; the value is in buttons."""

    ROSTER = "roster"
    DUES = "dues"


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose work a file is, and what the trail calls taking it out."""

    role: Role
    action: Action


RULES: Mapping[Export, Rule] = {
    Export.ROSTER: Rule(Role.SECRETARY, Action.ROSTER_EXPORTED),
    Export.DUES: Rule(Role.TREASURER, Action.DUES_EXPORTED),
}


class NotAllowedError(Exception):
    """Somebody asked for a file that is not their work."""


def allowed(actor: Actor) -> list[Export]:
    """Return what somebody may take out."""
    return [export for export, rule in RULES.items() if actor.may(rule.role)]


async def take_out(unit: Unit, actor: Actor, export: Export, year: int) -> None:
    """Note that somebody takes a file out, of which ``year`` if it is the dues'; raise `NotAllowedError` when they may not."""
    if export not in allowed(actor):
        raise NotAllowedError
    await audit.note(unit, actor.person.id, RULES[export].action, str(year) if export is Export.DUES else export)
