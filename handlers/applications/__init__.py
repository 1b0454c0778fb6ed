"""Applications for membership: from an enquiry or `/apply` to a member of the roster."""

from handlers.applications import chat, deciding, desk, words
from handlers.applications.telling import SUBJECT
from handlers.kit.capability import Audience, Capability, Command, MenuEntry
from handlers.kit.private import tell_group
from locales.texts import NP_


def capability() -> Capability:
    """Return what applications contribute."""
    return Capability(
        name="applications",
        commands=(
            Command("apply", NP_("command", "Apply for membership, step by step")),
            Command("applications", NP_("command", "Applications for membership"), Audience.STAFF),
        ),
        handlers=(words.handler(), *chat.handlers(), *desk.handlers(), *deciding.handlers()),
        offers=(chat.FLOW.offer,),
        outcomes={SUBJECT: tell_group},
        standing=chat.tell_standing,
        enquiry_tools=(MenuEntry(NP_("button", "Begin application"), "application:from"),),
    )
