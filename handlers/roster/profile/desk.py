"""Proposals at the desk: a card in which colleagues accept or decline, and the word to whoever proposed.

A button names the version of the member it was drawn beside: nobody agrees to what no longer stands there.
"""

from dataclasses import replace

from telegram import Update
from telegram.ext import MessageHandler, filters

from domain.errors import OutOfDateError
from domain.instants import MINUTE
from domain.outbox import Lane, OnDoubt
from domain.proposals import Proposal, ProposalState
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.desk import desk_texts, open_chats
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.filters import BY_STAFF, PRIVATE, STAFF_CHAT
from handlers.kit.forms import Accepted, parsers
from handlers.kit.messages import Message
from handlers.kit.replies import RepliesTo, subject_replied_to
from handlers.roster.profile import actions, screens
from handlers.roster.profile import desk_screens as cards
from locales.texts import N_, Msg
from storage import contacts, members, people, posts, proposals

CARD, CARD_EDIT, WHY = "proposal", "proposal-card", "proposal-why"
"""First words of the subjects of what stands at the desk about a proposal."""

SECRETARIES_ONLY = N_("Only secretaries and owners decide what stands in the roster.")
OUT_OF_DATE = N_("This has changed meanwhile. The card shows how it stands now.")
DECIDED = N_("This proposal is decided already.")
ACCEPTED = N_("The roster says it now.")
LONGEST_REASON = 500
TOO_LONG = N_("That is too long for a reason: 500 characters at most, please.")

_reason = parsers.paragraphs(LONGEST_REASON, TOO_LONG)


# --- the card -------------------------------------------------------------------------------------------------------


async def post(event: Event, proposal: Proposal) -> None:
    """Put the card of a new proposal on the desk."""
    shown = await _shown(event, proposal)
    for chat in await open_chats(event):
        message = cards.card(shown, event.office, await desk_texts(event, chat))
        _send(event, chat, "sendMessage", message, f"{CARD}:{proposal.id}")


async def refresh(event: Event, number: int) -> None:
    """Let every card of a proposal show how it stands now."""
    proposal = await proposals.by_id(event.unit, number)
    if proposal is None:
        return
    shown = await _shown(event, proposal)
    await posts.withdraw(event.unit, f"{CARD_EDIT}:{number}")
    for row, chat, _ in await posts.about(event.unit, f"{CARD}:{number}"):
        message = cards.card(shown, event.office, await desk_texts(event, int(chat)))
        _send(event, int(chat), "editMessageText", message, f"{CARD_EDIT}:{number}", message_id={"$sent": row})


def _send(event: Event, chat: int, method: str, message: Message, subject: str, **more: object) -> None:
    event.post(chat, method, message.call() | more, lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND, subject=subject)


async def _shown(event: Event, proposal: Proposal) -> cards.Shown:
    unit = event.unit
    member = (await members.by_ids(unit, [proposal.member_id]))[proposal.member_id]
    speakers = await contacts.of_member(unit, member.id)
    known = [number for number in (proposal.person_id, proposal.decided_by) if number is not None]
    names = await people.names(unit, known)
    return cards.Shown(
        proposal,
        member,
        proposed_by=names[proposal.person_id],
        proposer=next((each for each in speakers if each.person_id == proposal.person_id), None),
        representative=cards.current_representative(speakers),
        decided_by=names[proposal.decided_by] if proposal.decided_by is not None else "",
    )


# --- what colleagues decide -----------------------------------------------------------------------------------------


async def _on_decision(update: Update, context: EventContext) -> None:
    event = context.event
    _, verb, number, version = pressed(update).split(":")
    button = press_of(update, event, None if verb == "accept" else MINUTE)  # a question that was lost can be asked anew
    if await event.repeated(button):
        return
    proposal = await proposals.by_id(event.unit, int(number))
    try:
        actions.needs_secretary(event.who)
        if proposal is None or proposal.state is not ProposalState.OPEN:
            raise OutOfDateError
        if verb == "accept":
            await _accept(event, proposal, int(version))
        else:
            await _ask_why(event, proposal)
        await event.acknowledge(button, event.toast.text)
    except actions.NotSecretaryError:
        event.toast = Toast(event.texts.say(SECRETARIES_ONLY), alert=True)
    except OutOfDateError:
        event.toast = Toast(event.texts.say(OUT_OF_DATE), alert=True)
        await refresh(event, int(number))


async def _accept(event: Event, proposal: Proposal, version: int) -> None:
    await actions.accept(event.unit, event.who, proposal, version)
    await _tell(event, proposal, accepted=True)
    event.toast = Toast(event.texts.say(ACCEPTED))


async def _ask_why(event: Event, proposal: Proposal) -> None:
    member = (await members.by_ids(event.unit, [proposal.member_id]))[proposal.member_id]
    event.reply(cards.why(proposal, member, event.who, event.texts_here), subject=f"{WHY}:{proposal.id}")


async def _on_reason(update: Update, context: EventContext) -> None:
    event, message = context.event, update.message
    subject = await subject_replied_to(event, message) if message else None
    word, _, number = (subject or "").partition(":")
    if message is None or word != WHY:
        return
    proposal = await proposals.by_id(event.unit, int(number))
    read = _reason(message.text or "")
    try:
        actions.needs_secretary(event.who)
        if proposal is None:
            raise OutOfDateError
        if not isinstance(read, Accepted):
            _say(event, read.why)
            return
        await actions.decline(event.unit, event.who, proposal, str(read.value))
    except actions.NotSecretaryError:
        _say(event, SECRETARIES_ONLY)
    except OutOfDateError:
        _say(event, DECIDED)
    else:
        await _tell(event, replace(proposal, reason=str(read.value)), accepted=False)


def _say(event: Event, what: Msg) -> None:
    event.reply(screens.sentence(event.texts_here.say(what)))


async def _tell(event: Event, proposal: Proposal, *, accepted: bool) -> None:
    """Tell whoever proposed what was decided, and let the cards show it."""
    await refresh(event, proposal.id)
    member = (await members.by_ids(event.unit, [proposal.member_id]))[proposal.member_id]
    found = await people.telegram_of(event.unit, proposal.person_id)
    if found is not None:
        person, channel = found
        texts = event.texts_for(person)
        said = screens.accepted(proposal, member, texts) if accepted else screens.declined(proposal, member, texts)
        event.post(int(channel.address), "sendMessage", said.call(), person=person)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of what colleagues decide about proposals."""
    reason = (STAFF_CHAT | PRIVATE) & BY_STAFF & filters.TEXT & ~filters.COMMAND & RepliesTo(cards.WHY)
    return (
        desk_button(r"proposal:(accept|decline):\d{1,15}:\d{1,9}", _on_decision),
        MessageHandler(reason, _on_reason),
    )
