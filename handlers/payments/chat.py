"""`/payment`: the treasurer's own chat, in which money is recorded, placed, taken back, waived and corrected.

What a button names may have changed: each says in which version it was drawn, and who presses is asked anew for their right.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from domain.names import folded
from domain.people import Role
from handlers.kit.buttons import Callback, desk_button, own_button
from handlers.kit.capability import Handler
from handlers.kit.commands import staff_command
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.forms import FormFlow, State
from handlers.kit.forms.flow import DOUBLE_TAP
from handlers.kit.messages import Message
from handlers.payments import claim_screens, finishing, forms, screens, showing
from handlers.payments.finishing import DECIDED, TREASURERS_ONLY
from handlers.payments.slip_posts import show_in_private
from locales.texts import N_
from storage import payments, slip_queue

IN_PRIVATE = N_("It is in your own chat with me now. If nothing arrives there, please open it and press Start once.")


def _treasurers(callback: Callable[[Event, list[int]], Coroutine[Any, Any, State]]) -> Callback:
    """Return what handles a press of a treasurer's: it is given the numbers that the button carries."""

    async def pressed_by(update: Update, context: EventContext) -> State:
        event = context.event
        if not event.who.may(Role.TREASURER):
            event.toast = Toast(event.texts.say(TREASURERS_ONLY), alert=True)
            return None
        button = press_of(update, event, DOUBLE_TAP)
        if await event.repeated(button):
            return None
        state = await callback(event, [int(each) for each in pressed(update).split(":") if each.isdecimal()])
        if not event.toast.alert:  # what was refused had no effect that could be repeated
            await event.acknowledge(button, event.toast.text)
        return state

    return pressed_by


# --- looking --------------------------------------------------------------------------------------------------------


async def _on_payment(update: Update, context: EventContext) -> None:
    event = context.event
    words = " ".join((update.message.text or "").split()[1:]) if update.message else ""
    if not event.who.may(Role.TREASURER):
        event.reply(screens.said(event.texts_here.say(TREASURERS_ONLY)))
    elif event.chat_id == event.office.staff_chat:
        event.reply(screens.only_in_private(event.office.bot_name, event.texts_here))
    else:
        event.reply(await _found(event, words) if words else await showing.overview(event, "latest"))


async def _found(event: Event, words: str) -> Message:
    payment = await payments.by_reference(event.unit, words.upper())
    if payment is not None:
        return await showing.payment(event, payment)
    claims = await payments.claims_named(event.unit, folded(words), screens.LISTED + 1)
    return await showing.claim(event, claims[0]) if len(claims) == 1 else claim_screens.claims(claims, event.texts)


async def _on_latest(event: Event, _numbers: list[int]) -> None:
    event.rewrite(await showing.overview(event, "latest"))


async def _on_unplaced(event: Event, _numbers: list[int]) -> None:
    event.rewrite(await showing.overview(event, "unplaced"))


async def _on_slips(event: Event, _numbers: list[int]) -> None:
    event.rewrite(await showing.slips(event))


async def _on_show(event: Event, numbers: list[int]) -> None:
    event.rewrite(await showing.payment(event, await payments.by_id(event.unit, numbers[0])))


async def _on_claim(event: Event, numbers: list[int]) -> None:
    event.rewrite(await showing.claim(event, await payments.claim(event.unit, numbers[0])))


async def _on_slip(event: Event, numbers: list[int]) -> None:
    slip = await slip_queue.by_id(event.unit, numbers[0])
    claim = await payments.claim(event.unit, slip.assessment_id) if slip else None
    if slip is None or claim is None:
        event.rewrite(showing.unknown(event))
    else:
        show_in_private(event, slip, claim)


# --- acting ---------------------------------------------------------------------------------------------------------


async def _on_put(event: Event, numbers: list[int]) -> None:
    payment, claim = await payments.by_id(event.unit, numbers[0]), await payments.claim(event.unit, numbers[2])
    if payment is None or claim is None:
        event.rewrite(showing.unknown(event))
    elif (payment.version, claim.assessment.version) != (numbers[1], numbers[3]):
        event.rewrite(await showing.payment(event, payment, event.texts.say(showing.OUT_OF_DATE)))
    else:
        event.rewrite(await finishing.put(event, payment, claim, min(payment.rest, claim.assessment.open_fen)))


async def _on_new(event: Event, _numbers: list[int]) -> State:
    return await forms.PAYMENT.begin(event)


async def _on_part(event: Event, numbers: list[int]) -> State:
    return await _of_payment(event, forms.PART, numbers)


async def _on_undo(event: Event, numbers: list[int]) -> State:
    return await _of_payment(event, forms.REASON, numbers)


async def _of_payment(event: Event, form: FormFlow, numbers: list[int]) -> State:
    """Begin a form about a payment as it was seen."""
    payment = await payments.by_id(event.unit, numbers[0])
    if payment is None or payment.version != numbers[1] or payment.undone_at is not None:
        event.rewrite(await showing.payment(event, payment, event.texts.say(showing.OUT_OF_DATE)))
        return None
    about = {"payment": payment.id, "version": payment.version, "reference": payment.reference}
    return await form.begin_anew(event, about)


async def _on_adjust(event: Event, numbers: list[int]) -> State:
    claim = await payments.claim(event.unit, numbers[0])
    if claim is None or claim.assessment.version != numbers[1]:
        event.rewrite(await showing.claim(event, claim, event.texts.say(showing.OUT_OF_DATE)))
        return None

    return await forms.ADJUSTMENT.begin_anew(event, {"claim": claim.assessment.id, "version": claim.assessment.version})


async def _on_record(event: Event, numbers: list[int]) -> State:
    return await _of_slip(event, forms.PAYMENT, numbers[0])


async def _on_reject(event: Event, numbers: list[int]) -> State:
    return await _of_slip(event, forms.REASON, numbers[0])


async def _of_slip(event: Event, form: FormFlow, number: int) -> State:
    """Begin a form about a slip in the treasurer's own chat; pressed in the group, the slip is shown there first."""
    slip = await slip_queue.by_id(event.unit, number)
    claim = await payments.claim(event.unit, slip.assessment_id) if slip else None
    if slip is None or claim is None:
        event.toast = Toast(event.texts.say(showing.UNKNOWN), alert=True)
    elif not slip.waits:
        event.toast = Toast(event.texts.say(DECIDED), alert=True)
    elif event.chat_id == event.office.staff_chat:
        show_in_private(event, slip, claim)
        event.toast = Toast(event.texts.say(IN_PRIVATE), alert=True)
    else:
        return await form.begin_anew(event, {"slip": slip.id, "reference": claim.assessment.reference})
    return None


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the treasurer's chat; forms come first, for their buttons end where others begin."""
    return (
        forms.PAYMENT.conversation(
            [own_button("pay:new", _treasurers(_on_new)), desk_button(r"slip:record:\d{1,15}", _treasurers(_on_record))]
        ),
        forms.PART.conversation([own_button(r"pay:part:\d{1,15}:\d{1,9}", _treasurers(_on_part))]),
        forms.ADJUSTMENT.conversation([own_button(r"claim:adjust:\d{1,15}:\d{1,9}", _treasurers(_on_adjust))]),
        forms.REASON.conversation(
            [
                own_button(r"pay:undo:\d{1,15}:\d{1,9}", _treasurers(_on_undo)),
                desk_button(r"slip:reject:\d{1,15}", _treasurers(_on_reject)),
            ]
        ),
        staff_command("payment", _on_payment),
        own_button("pay:latest", _treasurers(_on_latest)),
        own_button("pay:unplaced", _treasurers(_on_unplaced)),
        own_button("pay:slips", _treasurers(_on_slips)),
        own_button(r"pay:show:\d{1,15}", _treasurers(_on_show)),
        own_button(r"pay:put:\d{1,15}:\d{1,9}:\d{1,15}:\d{1,9}", _treasurers(_on_put)),
        own_button(r"claim:show:\d{1,15}", _treasurers(_on_claim)),
        own_button(r"slip:show:\d{1,15}", _treasurers(_on_slip)),
    )
