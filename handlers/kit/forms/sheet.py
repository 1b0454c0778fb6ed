"""A person's half-filled form: how it is kept, answered and shown. One that is shown is stored first, as what was shown."""

import secrets
from dataclasses import replace

from domain.forms import Answers, StoredForm
from handlers.kit.event import Event
from handlers.kit.forms import screens
from handlers.kit.forms.steps import Form, Step
from storage import forms

State = str | int | None
"""The library's state of a conversation: the question that stands, None for the one that stood."""


class Sheet:
    """What everybody fills in of one ``form``."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def unfinished(self, event: Event) -> StoredForm | None:
        """Return the person's half-filled form, if there is one."""
        stored = event.forms.get(self.form.kind)
        return stored if stored is not None and stored.expires_at > event.unit.now else None

    async def start(self, event: Event, given: Answers, *, in_place: bool = False) -> State:
        """Begin the form with what is ``given``, at the first question left."""
        stored = StoredForm(
            person_id=event.who.person.id,
            kind=self.form.kind,
            token=secrets.token_urlsafe(6),
            version=0,
            step=self.form.next_open(given, event.office),
            touched_at=event.unit.now,
            expires_at=event.unit.now + self.form.kept,
            answers=given,
        )
        return await self.show(event, stored, in_place=in_place)

    async def show(self, event: Event, stored: StoredForm, note: str | None = None, *, in_place: bool = False) -> State:
        """Store a form and show where it stands."""
        changed = await self.store(event, stored)
        message = screens.screen(event, self.form, changed, note)
        if in_place:
            event.rewrite(message)
        else:
            event.reply(message)
        return changed.step

    async def store(self, event: Event, stored: StoredForm) -> StoredForm:
        """Store what has been changed: buttons of before are out of date."""
        for other in [each for each in event.forms.values() if each.kind != stored.kind and each.touched_at > 0]:
            await self.keep(event, replace(other, touched_at=0))  # what is typed next answers this form alone
        return await self.keep(event, self.touched(event, replace(stored, version=stored.version + 1)))

    def touched(self, event: Event, stored: StoredForm) -> StoredForm:
        """Return a form as somebody goes on with it now."""
        return replace(stored, touched_at=event.unit.now, expires_at=event.unit.now + self.form.kept)

    async def keep(self, event: Event, stored: StoredForm) -> StoredForm:
        """Store a form as it is."""
        await forms.save(event.unit, stored)
        event.forms[stored.kind] = stored
        return stored

    async def drop(self, event: Event) -> None:
        """End the form, sent or not."""
        event.forms.pop(self.form.kind, None)
        await forms.drop(event.unit, event.who.person.id, self.form.kind)

    def with_answer(self, event: Event, stored: StoredForm, step: Step, value: object) -> StoredForm:
        """Return a form with one answer more, at the next question."""
        answers = stored.answers | {step.key: value}
        return replace(stored, answers=answers, step=self.form.next_open(answers, event.office))

    def with_paper(self, event: Event, stored: StoredForm, step: Step, key: str, content: object) -> StoredForm:
        """Return a form with one file more, or None for a file that is skipped."""
        return self.with_answer(event, stored, step, (stored.answers.get(step.key) or {}) | {key: content})

    async def advance(self, event: Event, stored: StoredForm, step: Step, value: object) -> State:
        """Take the answer that a button gives: what was asked shows it, and the next question follows."""
        event.rewrite(screens.answered(event, self.form, step, value))
        return await self.show(event, self.with_answer(event, stored, step, value))
