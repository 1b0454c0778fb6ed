"""Colleagues: who they are, whom the owners appoint, and what each of them has done."""

from handlers.kit.capability import Audience, Capability, Command
from handlers.staff import appointing, trail
from locales.texts import NP_


def capability() -> Capability:
    """Return what staff contribute."""
    return Capability(
        name="staff",
        commands=(
            Command("staff", NP_("command", "Colleagues and their roles"), Audience.STAFF),
            Command("audit", NP_("command", "Who did what"), Audience.STAFF),
        ),
        handlers=(*appointing.handlers(), *trail.handlers()),
    )
