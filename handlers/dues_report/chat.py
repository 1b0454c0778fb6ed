"""`/dues_report`: figures by tier, who is overdue, a picture, and all claims as an Excel file, in the treasurer's own chat.

Picture and file are made when they leave. A picture in Chinese needs a font that the machine may not have: the table stands
alone then, and it is said why.
"""

from typing import Any

from telegram import Update

from domain.audit import Action
from domain.instants import MINUTE
from domain.outbox import MADE, Reason, Report
from domain.people import Role
from handlers.dues_report import screens
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler, Outcome
from handlers.kit.commands import staff_command
from handlers.kit.desk import owner_texts
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from storage import audit, dues_figures, posts

PICTURE, FILE = "dues-picture", "dues-file"
"""Subjects of the rows that carry them; behind stands the year."""


async def _on_report(update: Update, context: EventContext) -> None:
    event = context.event
    words = ((update.message.text or "") if update.message else "").split()[1:]
    this_year = event.today.year
    year = int(words[0]) if words and words[0].isascii() and words[0].isdecimal() and len(words[0]) == 4 else this_year
    if not event.who.may(Role.TREASURER):
        event.reply(screens.treasurers_only(event.texts_here))
    elif event.chat_id == event.office.staff_chat:
        event.reply(screens.only_in_private(event.office.bot_name, event.texts_here))
    else:
        await _show(event, year)


async def _on_year(update: Update, context: EventContext) -> None:
    event, button = context.event, press_of(update, context.event, MINUTE)
    if not _may(event) or await event.repeated(button):
        return
    await _show(event, _year(update))
    await event.acknowledge(button)


async def _show(event: Event, year: int) -> None:
    """Reply with the table, and with the picture below it once something has come in."""
    today, figures = event.today, await dues_figures.by_tier(event.unit, year)
    late = await dues_figures.overdue(event.unit, year, today, screens.LISTED)
    event.reply(screens.report(year, figures, late, event.office.profile.tiers, event.texts))
    if await dues_figures.by_month(event.unit, year):
        picture = {"photo": _made(event, "dues.png", year)}
        _send(event, "sendPhoto", picture, subject=f"{PICTURE}:{year}")


async def _on_file(update: Update, context: EventContext) -> None:
    event, button = context.event, press_of(update, context.event, MINUTE)
    if not _may(event) or await event.repeated(button):
        return
    year = _year(update)
    await audit.note(event.unit, event.who.person.id, Action.DUES_EXPORTED, f"dues:{year}")
    _send(event, "sendDocument", {"document": _made(event, "dues.xlsx", year)}, subject=f"{FILE}:{year}")
    await event.acknowledge(button, event.texts.say(screens.SENT))


async def made_ended(event: Event, outcome: Outcome) -> None:
    """Say why a picture or a file did not come."""
    recipient = await posts.recipient_of(event.unit, outcome.row)
    if outcome.reason == Reason.NOT_MADE and recipient is not None:
        texts = await owner_texts(event, int(recipient))
        message = screens.no_picture(texts) if outcome.subject.startswith(PICTURE) else screens.no_file(texts)
        event.post(int(recipient), "sendMessage", message.call())


def _send(event: Event, method: str, what: dict[str, Any], *, subject: str) -> None:
    chat, options = int(event.who.channel.address), {"person": event.who.person, "report": Report.TROUBLE}
    event.post(chat, method, what, subject=subject, **options)


def _made(event: Event, what: str, year: int) -> dict[str, Any]:
    return {MADE: {"what": what, "params": {"language": event.texts.language, "year": year}}}


def _may(event: Event) -> bool:
    """Return whether the presser is a treasurer; tell others so."""
    if not event.who.may(Role.TREASURER):
        event.toast = Toast(event.texts.say(screens.TREASURERS_ONLY), alert=True)
    return event.who.may(Role.TREASURER)


def _year(update: Update) -> int:
    return int(pressed(update).rpartition(":")[2])


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the report."""
    return (
        staff_command("dues_report", _on_report),
        own_button(r"duesreport:year:\d{4}", _on_year),
        own_button(r"duesreport:file:\d{4}", _on_file),
    )
