"""What a person writes or sends while they fill in a form: the answer to the question that stands."""

from dataclasses import replace

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.ext import filters

from domain.forms import StoredForm
from domain.instants import HOUR
from handlers.kit.event import Event, EventContext, current
from handlers.kit.files import attached
from handlers.kit.forms import screens
from handlers.kit.forms.choosing import flipped, named
from handlers.kit.forms.sheet import Sheet, State
from handlers.kit.forms.steps import Accepted, Rejected, Step
from locales.texts import N_

IDLE = HOUR
"""After this pause (ms) a text is no longer taken for the answer to a question asked long ago; the form is offered instead."""

PLEASE_TYPE = N_("Please answer in writing; you can send files once the form has been sent.")
PLEASE_SEND = N_("Please send a file or a picture; what I am waiting for stands below.")
PLEASE_TAP = N_("Please choose with the buttons below the question.")
PLEASE_CHECK = N_("Please press Send if everything is right, or change an answer.")


class Answering(filters.MessageFilter):
    """Whether the person is in the middle of a form, of several the one they touched last: what they write is an answer."""

    def __init__(self, kind: str) -> None:
        super().__init__(name=f"answering {kind}")
        self._kind = kind

    def filter(self, message: object) -> bool:
        """Return whether the form is there, was touched within the hour, and no other since."""
        event = current.get()
        stored = event.forms.get(self._kind)
        if stored is None or event.unit.now - stored.touched_at >= IDLE:
            return False
        return stored.touched_at == max(each.touched_at for each in event.forms.values())


class Writing:
    """Takes what is written for the answers of one form."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._form = sheet, sheet.form

    async def on_message(self, update: Update, context: EventContext) -> State:
        """Take an answer, or say what would be one."""
        event, message = context.event, update.message
        if message is None:
            return None
        stored, text = event.forms[self._form.kind], message.text
        step = self._form.step(stored.step)
        if step is not None and step.papers(event.office):
            return await self._on_paper(event, stored, step, message)
        if not text:
            return await self._on_file(event, stored, message.media_group_id)
        if step is None:
            return await self._sheet.show(event, stored, event.texts.say(PLEASE_CHECK))
        if step.parse is None:
            return await self._on_label(event, stored, step, text)
        match step.parse(text):
            case Rejected(why):
                return await self._sheet.show(event, stored, event.texts.say(why))
            case Accepted(value, doubt) if doubt is not None:
                return await self._show_doubt(event, stored, step, value, event.texts.say(doubt))
            case Accepted(value):
                return await self._sheet.show(event, self._sheet.with_answer(event, stored, step, value))

    async def _on_file(self, event: Event, stored: StoredForm, album: str | None) -> State:
        """Ask for words instead, below the files of an album once."""
        if album is not None:
            if await event.repeated(f"album:{album}"):
                return None
            await event.acknowledge(f"album:{album}")
        return await self._sheet.show(event, stored, event.texts.say(PLEASE_TYPE))

    async def _on_paper(self, event: Event, stored: StoredForm, step: Step, message: TelegramMessage) -> State:
        """Take a file for the paper that is waited for; the files of an album come one by one."""
        content, sent = attached(message), stored.answers.get(step.key)
        paper = step.next_paper(sent, event.office)
        if content is None or paper is None:
            return await self._sheet.show(event, stored, event.texts.say(PLEASE_SEND if paper else PLEASE_TAP))
        return await self._sheet.show(event, self._sheet.with_paper(event, stored, step, paper.key, content))

    async def _on_label(self, event: Event, stored: StoredForm, step: Step, text: str) -> State:
        """Take a typed choice for the button it names, in either language."""
        option = named(list(step.choices(event.office)), text, event)
        if option is None:
            return await self._sheet.show(event, stored, event.texts.say(PLEASE_TAP))
        if not step.several:
            return await self._sheet.show(event, self._sheet.with_answer(event, stored, step, option.value))
        return await self._sheet.show(event, flipped(stored, step, option.value))

    async def _show_doubt(self, event: Event, stored: StoredForm, step: Step, value: object, doubt: str) -> State:
        """Keep a doubtful answer, stay at the question and let the person keep it or type again."""
        kept = await self._sheet.store(event, replace(stored, answers=stored.answers | {step.key: value}))
        event.reply(screens.doubtful(event, self._form, kept, step, doubt))
        return kept.step
