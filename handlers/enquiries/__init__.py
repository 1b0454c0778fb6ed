"""Enquiries: a prospect asks, the office answers."""

from handlers.enquiries import chat, desk, desk_chat
from handlers.kit.capability import Capability, Command, MenuEntry
from locales.texts import NP_


def capability() -> Capability:
    """Return what enquiries contribute."""
    return Capability(
        name="enquiries",
        commands=(
            Command("join", NP_("command", "Enquire about joining, step by step")),
            Command("ask", NP_("command", "Ask the office a question")),
            Command("status", NP_("command", "See where your enquiries stand")),
        ),
        menu=(
            MenuEntry(NP_("menu", "Join the alliance"), "menu:join"),
            MenuEntry(NP_("menu", "Ask a question"), "menu:ask"),
            MenuEntry(NP_("menu", "Cooperation"), "menu:cooperate"),
            MenuEntry(NP_("menu", "My enquiries"), "menu:enquiries"),
        ),
        handlers=(desk_chat.first_handler(), *chat.handlers(), *desk_chat.handlers(), chat.last_handler()),
        outcomes={
            "answer": desk_chat.answer_ended,
            "mark": desk_chat.mark_ended,
            desk.SUBJECT: desk.post_ended,
            "topic": desk.topic_ended,
        },
        offers=(chat.FLOW.offer,),
    )
