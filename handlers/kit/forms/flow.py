"""The way through a form: one question at a time, with back, skip, cancel, a summary in which everything can be changed.

The library's `ConversationHandler` keeps where a conversation stands and finds the handler; the answers are rows of ours.
Every button names the form and the version it was drawn for, so that an old one changes nothing.
"""

import secrets
import warnings
from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler, ConversationHandler, MessageHandler, filters
from telegram.warnings import PTBUserWarning

from domain.forms import Answers, StoredForm
from domain.instants import DAY, HOUR
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event, EventContext, Toast, current, pressed
from handlers.kit.filters import PRIVATE, WRITTEN
from handlers.kit.forms import screens
from handlers.kit.forms.choosing import at, flipped, named
from handlers.kit.forms.steps import SUMMARY, Accepted, Form, Rejected, Step
from locales.texts import N_
from storage import forms

IDLE = HOUR
"""After this pause (ms) a text is no longer taken for the answer to a question asked long ago; the form is offered instead."""

KEPT = DAY
"""How long (ms) an abandoned form is kept."""

State = str | int | None

DOUBLE_TAP = 5 * 1000
"""A form that was begun this shortly ago (ms) was begun by the same tap."""

OUT_OF_DATE = N_("This screen is out of date. Please go on with the newest one.")
OVER = N_("This form has ended. /start shows how to begin a new one.")
PLEASE_TYPE = N_("Please answer in writing; you can send files once the form has been sent.")
PLEASE_TAP = N_("Please choose with the buttons below the question.")
PLEASE_CHECK = N_("Please press Send if everything is right, or change an answer.")
CHOOSE_ONE = N_("Please choose at least one.")


class Answering(filters.MessageFilter):
    """Whether the person is in the middle of a form, so that what they write is an answer."""

    def __init__(self, kind: str) -> None:
        super().__init__(name=f"answering {kind}")
        self._kind = kind

    def filter(self, message: object) -> bool:
        """Return whether the form is there and was touched within the hour."""
        event = current.get()
        stored = event.forms.get(self._kind)
        return stored is not None and event.unit.now - stored.touched_at < IDLE


class FormFlow:
    """One form made into a conversation."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def conversation(self, entry_points: list[Handler]) -> Handler:
        """Return the library's handler; ``entry_points`` begin the form, its own buttons always find their way here."""
        own_buttons = own_button(f"{self._form.kind}:.*", self._on_tap)
        answers = PRIVATE & WRITTEN & Answering(self._form.kind)
        states: dict[object, list[Handler]] = {
            key: [MessageHandler(answers, self._on_message)] for key in (*(step.key for step in self._form.steps), SUMMARY)
        }
        with warnings.catch_warnings():
            # It wonders whether buttons of several messages get mixed up: ours name their form and version.
            warnings.simplefilter("ignore", PTBUserWarning)
            return ConversationHandler(
                entry_points=[*entry_points, own_buttons],
                states=states,
                fallbacks=[CommandHandler("cancel", self._on_cancel, PRIVATE)],
                name=self._form.kind,
                persistent=True,
                allow_reentry=True,
            )

    def unfinished(self, event: Event) -> StoredForm | None:
        """Return the person's half-filled form, if there is one."""
        stored = event.forms.get(self._form.kind)
        return stored if stored is not None and stored.expires_at > event.unit.now else None

    def offer(self, event: Event) -> bool:
        """Offer to go on with an unfinished form; return whether there was one."""
        stored = self.unfinished(event)
        if stored is not None:
            event.reply(screens.offer(event, self._form, stored))
        return stored is not None

    async def pause(self, event: Event) -> None:
        """Take what the person writes next for a message, not for an answer; the form is offered again after it."""
        stored = self.unfinished(event)
        if stored is not None:
            await self._keep(event, replace(stored, touched_at=0))

    def just_begun(self, event: Event) -> bool:
        """Say whether the form was begun a moment ago, so that a second tap means the same as the first."""
        stored = self.unfinished(event)
        return stored is not None and stored.version == 1 and event.unit.now - stored.touched_at < DOUBLE_TAP

    async def begin(self, event: Event, given: Answers | None = None) -> State:
        """Ask the first question that ``given`` does not answer; an unfinished form is offered first."""
        if self.offer(event):
            return None
        return await self._start(event, given or {})

    async def _start(self, event: Event, given: Answers, *, in_place: bool = False) -> State:
        stored = StoredForm(
            person_id=event.who.person.id,
            kind=self._form.kind,
            token=secrets.token_urlsafe(6),
            version=0,
            step=self._form.next_open(given),
            touched_at=event.unit.now,
            expires_at=event.unit.now + KEPT,
            answers=given,
        )
        return await self._show(event, stored, in_place=in_place)

    async def _show(self, event: Event, stored: StoredForm, note: str | None = None, *, in_place: bool = False) -> State:
        """Store a form and show where it stands."""
        changed = await self._store(event, stored)
        message = screens.screen(event, self._form, changed, note)
        if in_place:
            event.rewrite(message)
        else:
            event.reply(message)
        return changed.step

    async def _store(self, event: Event, stored: StoredForm) -> StoredForm:
        now = event.unit.now
        return await self._keep(event, replace(stored, version=stored.version + 1, touched_at=now, expires_at=now + KEPT))

    async def _keep(self, event: Event, stored: StoredForm) -> StoredForm:
        await forms.save(event.unit, stored)
        event.forms[stored.kind] = stored
        return stored

    async def _drop(self, event: Event) -> None:
        event.forms.pop(self._form.kind, None)
        await forms.drop(event.unit, event.who.person.id, self._form.kind)

    # --- what a person writes ---------------------------------------------------------------------------------------

    async def _on_message(self, update: Update, context: EventContext) -> State:
        event = context.event
        stored = event.forms[self._form.kind]
        text = update.message.text if update.message else None
        step = self._form.step(stored.step)
        if not text:
            return await self._on_file(event, stored, update.message.media_group_id if update.message else None)
        if step is None:
            return await self._show(event, stored, event.texts.say(PLEASE_CHECK))
        if step.parse is None:
            return await self._on_label(event, stored, step, text)
        match step.parse(text):
            case Rejected(why):
                return await self._show(event, stored, event.texts.say(why))
            case Accepted(value, doubt) if doubt is not None:
                return await self._show_doubt(event, stored, step, value, event.texts.say(doubt))
            case Accepted(value):
                return await self._show(event, self._with(stored, step, value))

    async def _on_file(self, event: Event, stored: StoredForm, album: str | None) -> State:
        """Ask for words instead, below the files of an album once."""
        if album is not None:
            if await event.repeated(f"album:{album}"):
                return None
            await event.acknowledge(f"album:{album}")
        return await self._show(event, stored, event.texts.say(PLEASE_TYPE))

    async def _on_label(self, event: Event, stored: StoredForm, step: Step, text: str) -> State:
        """Take a typed choice for the button it names, in either language."""
        option = named(list(step.choices(event.office)), text, event)
        if option is None:
            return await self._show(event, stored, event.texts.say(PLEASE_TAP))
        if not step.several:
            return await self._show(event, self._with(stored, step, option.value))
        return await self._show(event, flipped(stored, step, option.value))

    async def _show_doubt(self, event: Event, stored: StoredForm, step: Step, value: object, doubt: str) -> State:
        """Keep a doubtful answer, stay at the question and let the person keep it or type again."""
        kept = await self._store(event, replace(stored, answers=stored.answers | {step.key: value}))
        event.reply(screens.doubtful(event, self._form, kept, step, doubt))
        return kept.step

    def _with(self, stored: StoredForm, step: Step, value: object) -> StoredForm:
        answers = stored.answers | {step.key: value}
        return replace(stored, answers=answers, step=self._form.next_open(answers))

    async def _on_cancel(self, _update: Update, context: EventContext) -> State:
        event = context.event
        if self.unfinished(event) is None:
            event.reply(screens.nothing_to_cancel(event.texts))
        else:
            await self._drop(event)
            event.reply(screens.discarded(event.texts))
        return ConversationHandler.END

    # --- what a person taps -----------------------------------------------------------------------------------------

    async def _on_tap(self, update: Update, context: EventContext) -> State:
        event, button = context.event, pressed(update)
        if await event.repeated(button):
            return None
        try:
            stored, verb, argument = self._read(event, button)
            state = await self._act(event, stored, verb, argument)
        except OutOfDateError:
            return await self._show_current(event)
        await event.acknowledge(button, event.toast.text)
        return state

    async def _show_current(self, event: Event) -> State:
        """Answer an old button with the screen that holds, in the version it has: one shown a moment ago stays good."""
        stored = self.unfinished(event)
        event.toast = Toast(event.texts.say(OUT_OF_DATE if stored else OVER), alert=True)
        if stored is None:
            return None
        touched = await self._keep(event, replace(stored, touched_at=event.unit.now, expires_at=event.unit.now + KEPT))
        event.reply(screens.screen(event, self._form, touched))
        return touched.step

    def _read(self, event: Event, button: str) -> tuple[StoredForm, str, str]:
        """Return the form a button belongs to and what it does; a forged or old one is out of date."""
        parts = button.split(":")
        stored = self.unfinished(event)
        if len(parts) != 5 or stored is None or parts[1] != stored.token or parts[2] != str(stored.version):
            raise OutOfDateError
        return stored, parts[3], parts[4]

    async def _act(self, event: Event, stored: StoredForm, verb: str, argument: str) -> State:
        step = self._form.step(stored.step)
        match verb:
            case "resume":
                return await self._show(event, stored, in_place=True)
            case "restart":
                return await self._start(event, {}, in_place=True)
            case "cancel":
                await self._drop(event)
                event.rewrite(screens.discarded(event.texts))
                return ConversationHandler.END
            case "change" if step is None:
                return await self._show(event, replace(stored, step=at(self._form.steps, argument).key), in_place=True)
            case "send" if step is None and self._form.next_open(stored.answers) == SUMMARY:
                return await self._finish(event, stored)
        if step is None:
            raise OutOfDateError
        return await self._answer(event, stored, step, verb, argument)

    async def _answer(self, event: Event, stored: StoredForm, step: Step, verb: str, argument: str) -> State:
        match verb:
            case "pick" if not step.several:
                return await self._advance(event, stored, step, at(list(step.choices(event.office)), argument).value)
            case "flip" if step.several:
                option = at(list(step.choices(event.office)), argument)
                return await self._show(event, flipped(stored, step, option.value), in_place=True)
            case "done" if step.several:
                chosen = stored.answers.get(step.key) or []
                if chosen or step.optional:
                    return await self._advance(event, stored, step, chosen)
                event.toast = Toast(event.texts.say(CHOOSE_ONE))
                return stored.step
            case "keep" if step.key in stored.answers:
                return await self._advance(event, stored, step, stored.answers[step.key])
            case "skip" if step.optional:
                return await self._advance(event, stored, step, None)
            case "back" if self._form.position(step.key) > 0:
                earlier = self._form.steps[self._form.position(step.key) - 1]
                # What was ticked and not yet confirmed is no answer: the question comes again when its turn comes.
                answers = {key: value for key, value in stored.answers.items() if not (step.several and key == step.key)}
                return await self._show(event, replace(stored, step=earlier.key, answers=answers), in_place=True)
        raise OutOfDateError

    async def _advance(self, event: Event, stored: StoredForm, step: Step, value: object) -> State:
        event.rewrite(screens.answered(event, self._form, step, value))
        return await self._show(event, self._with(stored, step, value))

    async def _finish(self, event: Event, stored: StoredForm) -> State:
        event.rewrite(screens.sent(event, self._form, stored))
        await self._drop(event)
        event.reply(await self._form.finish(event, stored.answers))
        return ConversationHandler.END
