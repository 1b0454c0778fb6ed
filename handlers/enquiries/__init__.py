"""Enquiries: a prospect asks, the office answers."""

from handlers.enquiries import chat, edits, floods
from handlers.enquiries.binding import links, opening
from handlers.enquiries.board import deadlines, lists, unanswered
from handlers.enquiries.desk import amending, answering, by_letter, further, outcomes, places, showing, tools, writing
from handlers.enquiries.mail import original, taking
from handlers.enquiries.mail import showing as showing_letters
from handlers.kit.capability import Audience, Capability, Command, MenuEntry
from locales.texts import NP_


def capability() -> Capability:
    """Return what enquiries contribute."""
    return Capability(
        name="enquiries",
        commands=(
            Command("join", NP_("command", "Enquire about joining, step by step")),
            Command("ask", NP_("command", "Ask the office a question")),
            Command("status", NP_("command", "See where your enquiries and applications stand")),
            Command("desk", NP_("command", "Open enquiries and unanswered questions"), Audience.STAFF),
        ),
        menu=(
            MenuEntry(NP_("menu", "Join the alliance"), "menu:join"),
            MenuEntry(NP_("menu", "Ask a question"), "menu:ask"),
            MenuEntry(NP_("menu", "Cooperation"), "menu:cooperate"),
            MenuEntry(NP_("menu", "My enquiries"), "menu:enquiries"),
        ),
        handlers=(
            writing.first_handler(),
            *opening.handlers(),
            *chat.handlers(),
            *tools.handlers(),
            *lists.handlers(),
            *unanswered.handlers(),
            *writing.handlers(),
            further.handler(),
            *floods.handlers(),
            *original.handlers(),
            *edits.handlers(),
            chat.last_handler(),
        ),
        outcomes={
            by_letter.ANSWER: outcomes.answer_ended,
            by_letter.FURTHER: outcomes.answer_ended,
            answering.CORRECTION: outcomes.correction_ended,
            "mark": outcomes.mark_ended,
            "note-mark": outcomes.note_mark_ended,
            showing.CARD: outcomes.post_ended,
            showing.MESSAGE: outcomes.post_ended,
            amending.EDIT: amending.edit_ended,
            floods.KEPT: outcomes.post_ended,
            showing_letters.NOTED: outcomes.post_ended,
            showing.CARD_EDIT: outcomes.card_edit_ended,
            places.TOPIC: outcomes.topic_ended,
        },
        jobs=(deadlines.bring_up, floods.tell_desk, links.forget_expired),
        offers=(chat.FLOW.offer,),
        excess=floods.take_excess,
        letters=taking.take,
    )
