"""`/export`: a file that is made when it leaves, and goes nowhere but to the private chat of whoever asked for it.

Rights are looked at when the button is pressed. The staff group hears of a file that cannot reach a colleague in private.
"""

from telegram import Update

from domain.instants import MINUTE
from domain.outbox import MADE, Reason, Report
from handlers.exports import actions, screens
from handlers.exports.actions import Export, NotAllowedError
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler, Outcome
from handlers.kit.commands import staff_command
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.private import tell_group
from storage import people

FILE = "export"
"""Subject of a row that carries a file, with the person who asked for it."""


async def _on_export(_update: Update, context: EventContext) -> None:
    event = context.event
    event.reply(screens.choose(actions.allowed(event.who), event.texts_here))


async def _on_chosen(update: Update, context: EventContext) -> None:
    event, export = context.event, Export(pressed(update).partition(":")[2])
    button = press_of(update, event, MINUTE)
    if await event.repeated(button):
        return
    year = event.today.year
    try:
        await actions.take_out(event.unit, event.who, export, year)
    except NotAllowedError:
        event.toast = Toast(event.texts.say(screens.NOT_YOURS), alert=True)
        return
    _send(event, export, year)
    await event.acknowledge(button, event.texts.say(screens.SENT))


def _send(event: Event, export: Export, year: int) -> None:
    texts, person = event.texts, event.who.person
    made = {"what": f"{export}.xlsx", "params": {"language": texts.language, "year": year}}
    call = {"document": {MADE: made}} | screens.under_file(export, event.unit.now, year, texts).caption()
    options = {"person": person, "subject": f"{FILE}:{person.id}", "report": Report.TROUBLE}
    event.post(int(event.who.channel.address), "sendDocument", call, **options)


async def file_ended(event: Event, outcome: Outcome) -> None:
    """Say that a file did not arrive: to who asked for it or, where they cannot be reached, in the staff group."""
    if outcome.reason == Reason.UNREACHABLE:
        await tell_group(event, outcome)
    elif found := await people.telegram_of(event.unit, outcome.about):
        person, channel = found
        event.post(int(channel.address), "sendMessage", screens.not_made(event.texts_for(person)).call(), person=person)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of exports."""
    return (
        staff_command("export", _on_export),
        desk_button(f"export:({'|'.join(Export)})", _on_chosen),
    )
