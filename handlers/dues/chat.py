"""`/dues`: a contact sees what their organisation owes, how it is paid and what was paid. Nothing here changes anything."""

from telegram import Update
from telegram.ext import CommandHandler

from domain.roster import Member
from handlers.dues import access, history_screens, screens
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.filters import PRIVATE
from handlers.kit.messages import Message
from storage import dues


async def _on_dues(_update: Update, context: EventContext) -> None:
    event = context.event
    match await access.members_of(event):
        case []:
            event.reply(screens.no_contact(event.texts))
        case [member]:
            event.reply(await _standing(event, member))
        case several:
            event.reply(screens.choose(several, event.texts))


async def _standing(event: Event, member: Member) -> Message:
    claims = await dues.of_member(event.unit, member.id)
    return screens.standing(member, claims, event.today, event.office, event.texts)


async def _on_show(update: Update, context: EventContext) -> None:
    event = context.event
    member = await access.member(event, _numbers(update)[0])
    if member is not None:
        event.reply(await _standing(event, member))


async def _on_how(update: Update, context: EventContext) -> None:
    event = context.event
    claim = await access.claim(event, _numbers(update)[0])
    if claim is not None:
        account = event.office.profile.dues.account
        event.reply(screens.paying(claim.assessment, claim.member, account, event.today, event.texts))


async def _on_paid(update: Update, context: EventContext) -> None:
    event = context.event
    member = await access.member(event, _numbers(update)[0])
    if member is not None:
        claims = await dues.of_member(event.unit, member.id)
        entries = await dues.entries(event.unit, [claim.id for claim in claims])
        event.reply(history_screens.history(member, claims, entries, event.office, event.texts))


async def _on_receipt(update: Update, context: EventContext) -> None:
    event = context.event
    number, payment = _numbers(update)
    claim = await access.claim(event, number)
    if claim is None:
        return
    entries = [each for each in (await dues.entries(event.unit, [number]))[number] if each.payment_id == payment]
    if not entries:
        event.toast = Toast(event.texts.say(access.NOT_FOUND), alert=True)
    elif history_screens.total(entries, payment) >= 0:
        event.toast = Toast(history_screens.no_receipt(event.texts), alert=True)
    else:
        event.reply(history_screens.receipt(claim.assessment, claim.member, entries, event.office, event.texts))


def _numbers(update: Update) -> list[int]:
    """Return the numbers a button carries."""
    return [int(each) for each in pressed(update).split(":")[2:]]


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of what contacts see."""
    return (
        CommandHandler("dues", _on_dues, PRIVATE),
        own_button(r"dues:show:\d{1,15}", _on_show),
        own_button(r"dues:how:\d{1,15}", _on_how),
        own_button(r"dues:paid:\d{1,15}", _on_paid),
        own_button(r"dues:receipt:\d{1,15}:\d{1,15}", _on_receipt),
    )
