"""What the buttons below a form's questions do.

Every button names the form and the version it was drawn for, so that an old one changes nothing.
"""

from dataclasses import replace

from telegram import Update
from telegram.ext import ConversationHandler

from domain.forms import StoredForm
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.forms import screens
from handlers.kit.forms.choosing import at, flipped
from handlers.kit.forms.sheet import Sheet, State
from handlers.kit.forms.steps import SUMMARY, Step
from locales.texts import N_

OUT_OF_DATE = N_("This screen is out of date. Please go on with the newest one.")
OVER = N_("This form has ended. /start shows how to begin a new one.")
CHOOSE_ONE = N_("Please choose at least one.")


class Tapping:
    """Does what the buttons of one form say."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._form = sheet, sheet.form

    async def on_tap(self, update: Update, context: EventContext) -> State:
        """Do what a button says, once."""
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
        stored = self._sheet.unfinished(event)
        event.toast = Toast(event.texts.say(OUT_OF_DATE if stored else OVER), alert=True)
        if stored is None:
            return None
        touched = await self._sheet.keep(event, self._sheet.touched(event, stored))
        event.reply(screens.screen(event, self._form, touched))
        return touched.step

    def _read(self, event: Event, button: str) -> tuple[StoredForm, str, str]:
        """Return the form a button belongs to and what it does; a forged or old one is out of date."""
        parts = button.split(":")
        stored = self._sheet.unfinished(event)
        if len(parts) != 5 or stored is None or parts[1] != stored.token or parts[2] != str(stored.version):
            raise OutOfDateError
        return stored, parts[3], parts[4]

    async def _act(self, event: Event, stored: StoredForm, verb: str, argument: str) -> State:
        step = self._form.step(stored.step)
        match verb:
            case "resume":
                return await self._sheet.show(event, stored, in_place=True)
            case "restart":
                return await self._sheet.start(event, self._form.about(stored.answers), in_place=True)
            case "cancel":
                await self._sheet.drop(event)
                event.rewrite(screens.discarded(event.texts))
                return ConversationHandler.END
            case "change" if step is None:
                return await self._sheet.show(event, replace(stored, step=at(self._form.steps, argument).key), in_place=True)
            case "send" if step is None and self._form.next_open(stored.answers, event.office) == SUMMARY:
                return await self._finish(event, stored)
        if step is None:
            raise OutOfDateError
        return await self._answer(event, stored, step, verb, argument)

    async def _answer(self, event: Event, stored: StoredForm, step: Step, verb: str, argument: str) -> State:
        match verb:
            case "pick" if not step.several:
                return await self._sheet.advance(event, stored, step, at(list(step.choices(event.office)), argument).value)
            case "flip" if step.several:
                option = at(list(step.choices(event.office)), argument)
                return await self._sheet.show(event, flipped(stored, step, option.value), in_place=True)
            case "done" if step.several:
                chosen = stored.answers.get(step.key) or []
                if chosen or step.optional:
                    return await self._sheet.advance(event, stored, step, chosen)
                event.toast = Toast(event.texts.say(CHOOSE_ONE))
                return stored.step
            case "keep" if step.key in stored.answers:
                return await self._sheet.advance(event, stored, step, stored.answers[step.key])
            case "anew" if step.papers(event.office):
                return await self._sheet.show(event, replace(stored, answers=stored.answers | {step.key: {}}), in_place=True)
            case "skip" if (paper := step.next_paper(stored.answers.get(step.key), event.office)) and not paper.required:
                return await self._sheet.show(
                    event, self._sheet.with_paper(event, stored, step, paper.key, None), in_place=True
                )
            case "skip" if step.optional:
                return await self._sheet.advance(event, stored, step, None)
            case "back" if self._form.position(step.key) > 0:
                earlier = self._form.steps[self._form.position(step.key) - 1]
                # What was ticked and not yet confirmed is no answer: the question comes again when its turn comes.
                answers = {key: value for key, value in stored.answers.items() if not (step.several and key == step.key)}
                return await self._sheet.show(event, replace(stored, step=earlier.key, answers=answers), in_place=True)
        raise OutOfDateError

    async def _finish(self, event: Event, stored: StoredForm) -> State:
        event.rewrite(screens.sent(event, self._form, stored))
        await self._sheet.drop(event)
        event.reply(await self._form.finish(event, stored.answers))
        return ConversationHandler.END
