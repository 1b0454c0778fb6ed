"""The way through a form: one question at a time, with back, skip, cancel, a summary in which everything can be changed.

The library's `ConversationHandler` keeps where a conversation stands and finds the handler; the answers are rows of ours.
"""

import warnings
from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler, ConversationHandler, MessageHandler
from telegram.warnings import PTBUserWarning

from domain.forms import Answers, StoredForm
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext
from handlers.kit.filters import PRIVATE, WRITTEN
from handlers.kit.forms import screens
from handlers.kit.forms.sheet import Sheet, State
from handlers.kit.forms.steps import SUMMARY, Form
from handlers.kit.forms.tapping import Tapping
from handlers.kit.forms.writing import Answering, Writing

DOUBLE_TAP = 5 * 1000
"""A form that was begun this shortly ago (ms) was begun by the same tap."""


class FormFlow:
    """One form made into a conversation."""

    def __init__(self, form: Form) -> None:
        self._sheet = Sheet(form)

    def conversation(self, entry_points: list[Handler]) -> Handler:
        """Return the library's handler; ``entry_points`` begin the form, its own buttons always find their way here."""
        written = Writing(self._sheet)
        own_buttons = own_button(f"{self._sheet.form.kind}:.*", Tapping(self._sheet).on_tap)
        answers = PRIVATE & WRITTEN & Answering(self._sheet.form.kind)
        states: dict[object, list[Handler]] = {
            key: [MessageHandler(answers, written.on_message)]
            for key in (*(step.key for step in self._sheet.form.steps), SUMMARY)
        }
        with warnings.catch_warnings():
            # It wonders whether buttons of several messages get mixed up: ours name their form and version.
            warnings.simplefilter("ignore", PTBUserWarning)
            return ConversationHandler(
                entry_points=[*entry_points, own_buttons],
                states=states,
                fallbacks=[CommandHandler("cancel", self._on_cancel, PRIVATE)],
                name=self._sheet.form.kind,
                persistent=True,
                allow_reentry=True,
            )

    def unfinished(self, event: Event) -> StoredForm | None:
        """Return the person's half-filled form, if there is one."""
        return self._sheet.unfinished(event)

    def offer(self, event: Event) -> bool:
        """Offer to go on with an unfinished form; return whether there was one."""
        stored = self._sheet.unfinished(event)
        if stored is not None:
            event.reply(screens.offer(event, self._sheet.form, stored))
        return stored is not None

    async def pause(self, event: Event) -> None:
        """Take what the person writes next for a message, not for an answer; the form is offered again after it."""
        stored = self._sheet.unfinished(event)
        if stored is not None:
            await self._sheet.keep(event, replace(stored, touched_at=0))

    def just_begun(self, event: Event) -> bool:
        """Say whether the form was begun a moment ago, so that a second tap means the same as the first."""
        stored = self._sheet.unfinished(event)
        return stored is not None and stored.version == 1 and event.unit.now - stored.touched_at < DOUBLE_TAP

    async def begin(self, event: Event, given: Answers | None = None) -> State:
        """Ask the first question that ``given`` does not answer; an unfinished form is offered first."""
        if self.offer(event):
            return None
        return await self._sheet.start(event, given or {})

    async def begin_anew(self, event: Event, given: Answers) -> State:
        """Ask the first question that ``given`` does not answer, whatever form of this kind was left unfinished."""
        return await self._sheet.start(event, given)

    async def _on_cancel(self, _update: Update, context: EventContext) -> State:
        event = context.event
        if self._sheet.unfinished(event) is None:
            event.reply(screens.nothing_to_cancel(event.texts))
        else:
            await self._sheet.drop(event)
            event.reply(screens.discarded(event.texts))
        return ConversationHandler.END
