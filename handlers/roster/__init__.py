"""The roster: member organisations and their contacts, as staff keep it and as contacts see it."""

from handlers.kit.capability import Audience, Capability, Command
from handlers.kit.private import tell_group
from handlers.roster import asking, editing, members
from handlers.roster.inviting import SUBJECT, Inviting
from handlers.roster.profile import chat as profile
from handlers.roster.profile import desk as proposals
from locales.texts import NP_


def capability() -> Capability:
    """Return what the roster contributes."""
    return Capability(
        name="roster",
        commands=(
            Command("profile", NP_("command", "Your organisation in the roster"), Audience.CONTACTS),
            Command("members", NP_("command", "The roster: find and edit members"), Audience.STAFF),
        ),
        handlers=(
            *members.handlers(),
            *editing.handlers(),
            *asking.handlers(),
            *Inviting().handlers(),
            *profile.handlers(),
            *proposals.handlers(),
        ),
        outcomes={SUBJECT: tell_group},
    )
