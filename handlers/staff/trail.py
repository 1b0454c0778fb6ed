"""`/audit`: who did what, page by page, newest first.

A button names the entry at the edge of its page, not a page number: new entries shift nothing.
"""

from collections.abc import Sequence

from telegram import Update

from domain.audit import Entry, appointment_in
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.commands import staff_command
from handlers.kit.event import Event, EventContext, pressed
from handlers.kit.messages import Message
from handlers.staff import trail_screens as screens
from storage import audit, staff

PAGE = 15


async def _on_audit(_update: Update, context: EventContext) -> None:
    event = context.event
    entries = await audit.older(event.unit, None, PAGE + 1)
    event.reply(await _page(event, entries[:PAGE], newer=False, older=len(entries) > PAGE))


async def _on_older(update: Update, context: EventContext) -> None:
    event = context.event
    entries = await audit.older(event.unit, _edge(update), PAGE + 1)
    event.rewrite(await _page(event, entries[:PAGE], newer=True, older=len(entries) > PAGE))


async def _on_newer(update: Update, context: EventContext) -> None:
    event = context.event
    entries = await audit.newer(event.unit, _edge(update), PAGE + 1)
    event.rewrite(await _page(event, entries[-PAGE:], newer=len(entries) > PAGE, older=True))


def _edge(update: Update) -> int:
    return int(pressed(update).rpartition(":")[2])


async def _page(event: Event, entries: Sequence[Entry], *, newer: bool, older: bool) -> Message:
    names = await staff.names(event.unit, {about[0] for each in entries if (about := appointment_in(each.subject))})
    return screens.page(entries, names, event.texts_here, newer=newer, older=older)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the audit trail."""
    return (
        staff_command("audit", _on_audit),
        desk_button(r"audit:older:\d{1,15}", _on_older),
        desk_button(r"audit:newer:\d{1,15}", _on_newer),
    )
