"""How a form looks: one question with its buttons and its place in the row, and the summary before sending."""

from domain.forms import StoredForm
from handlers.kit.event import Event
from handlers.kit.forms.steps import Form, Step
from handlers.kit.markup import Html, bold, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from locales.texts import Texts


def data(form: StoredForm, verb: str, argument: str | int = "") -> str:
    """Return what a button of this version of a form carries; far below Telegram's 64 bytes."""
    return f"{form.kind}:{form.token}:{form.version}:{verb}:{argument}"


def screen(event: Event, form: Form, stored: StoredForm, note: str | None = None) -> Message:
    """Return the screen a form stands at, with ``note`` above it."""
    step = form.step(stored.step)
    message = _summary(event, form, stored) if step is None else _question(event, form, stored, step)
    return Message(lines((escape(note), "", message.text)), message.buttons) if note else message


def answered(event: Event, form: Form, step: Step, value: object) -> Message:
    """Return what becomes of a question's message once it is answered: no buttons, the answer beside it."""
    texts = event.texts
    shown = texts._("Skipped") if value in (None, []) else step.show(value, event.office, texts)
    return Message(lines((_progress(texts, form, step), escape(texts.say(step.question)), fill("✓ {answer}", answer=shown))))


def doubtful(event: Event, form: Form, stored: StoredForm, step: Step, doubt: str) -> Message:
    """Return the question whether a doubtful answer is meant as it stands."""
    texts = event.texts
    shown = step.show(stored.answers.get(step.key), event.office, texts)
    text = lines((_progress(texts, form, step), fill("<code>{answer}</code>", answer=shown), escape(doubt)))
    keep = Button(texts.pgettext("button", "Keep it as it is"), data(stored, "keep"))
    skip = (Button(texts.pgettext("button", "Skip"), data(stored, "skip")),) if step.optional else ()
    return Message(text, rows(keep, *skip, Button(texts.pgettext("button", "Cancel"), data(stored, "cancel"))))


def offer(event: Event, form: Form, stored: StoredForm) -> Message:
    """Return the offer to go on with a form that was left unfinished."""
    texts = event.texts
    place, total, title = form.position(stored.step) + 1, len(form.steps), texts.say(form.title)
    template = texts._("You have an unfinished form: {title}, at question {place} of {total}. Would you like to go on?")
    if place > total:
        template = texts._("You have filled in a form but not sent it: {title}. Would you like to go on?")
    text = fill(escape(template), title=title, place=place, total=total)
    return Message(
        text,
        rows(
            Button(texts.pgettext("button", "Continue"), data(stored, "resume")),
            Button(texts.pgettext("button", "Start over"), data(stored, "restart")),
            Button(texts.pgettext("button", "Discard"), data(stored, "cancel")),
        ),
    )


def discarded(texts: Texts) -> Message:
    """Return what is said when a form was given up."""
    return Message(escape(texts._("Cancelled. Your answers have been deleted. /start shows what else I can do.")))


def nothing_to_cancel(texts: Texts) -> Message:
    """Return what is said when there is no form to give up."""
    return Message(escape(texts._("There is nothing to cancel. /start shows what I can do.")))


def _progress(texts: Texts, form: Form, step: Step) -> Html:
    place = texts._("{place} of {total}").format(place=form.position(step.key) + 1, total=len(form.steps))
    return fill("<i>{title} · {place}</i>", title=texts.say(form.title), place=place)


def _question(event: Event, form: Form, stored: StoredForm, step: Step) -> Message:
    texts = event.texts
    if step.papers(event.office):
        return _papers(event, form, stored, step)
    buttons = _choices(event, stored, step)
    if step.several:
        buttons.append((Button(texts.pgettext("button", "Done"), data(stored, "done")),))
    answered = step.key in stored.answers and not step.several
    if answered:
        buttons.append((Button(texts.pgettext("button", "Keep it as it is"), data(stored, "keep")),))
    if step.optional:
        buttons.append((Button(texts.pgettext("button", "Skip"), data(stored, "skip")),))
    now = fill("✓ {answer}", answer=step.show(stored.answers[step.key], event.office, texts)) if answered else None
    text = lines((_progress(texts, form, step), escape(texts.say(step.question)), now))
    return Message(text, (*buttons, _way_out(form, stored, step, texts)))


def _way_out(form: Form, stored: StoredForm, step: Step, texts: Texts) -> tuple[Button, ...]:
    back = Button(texts.pgettext("button", "Back"), data(stored, "back"))
    cancel = Button(texts.pgettext("button", "Cancel"), data(stored, "cancel"))
    return (back, cancel) if form.position(step.key) > 0 else (cancel,)


def _papers(event: Event, form: Form, stored: StoredForm, step: Step) -> Message:
    """Return the question for files: which have come, and which one is waited for."""
    texts, sent = event.texts, stored.answers.get(step.key) or {}
    wanted = step.next_paper(sent, event.office)
    marks = [
        f"{'✓' if sent.get(paper.key) else '–' if paper.key in sent else '▢'} {paper.label(texts)}"
        for paper in step.papers(event.office)
    ]
    asked = fill(escape(texts._("Please send now: {paper}")), paper=bold(wanted.label(texts))) if wanted else None
    buttons = []
    if wanted is None:
        buttons.append(Button(texts.pgettext("button", "Keep it as it is"), data(stored, "keep")))
    elif not wanted.required:
        buttons.append(Button(texts.pgettext("button", "Skip"), data(stored, "skip")))
    if sent:
        buttons.append(Button(texts.pgettext("button", "Send the files anew"), data(stored, "anew")))
    text = lines((_progress(texts, form, step), escape(texts.say(step.question)), "", *map(escape, marks), asked))
    return Message(text, (*rows(*buttons), _way_out(form, stored, step, texts)))


def _choices(event: Event, stored: StoredForm, step: Step) -> list[tuple[Button, ...]]:
    chosen = stored.answers.get(step.key)
    verb = "flip" if step.several else "pick"
    buttons: list[tuple[Button, ...]] = []
    for number, option in enumerate(step.choices(event.office)):
        label = option.label(event.texts)
        if step.several:
            label = ("☑ " if option.value in (chosen or []) else "☐ ") + label
        buttons.append((Button(label, data(stored, verb, number)),))
    return buttons


def _summary(event: Event, form: Form, stored: StoredForm) -> Message:
    texts = event.texts
    change = [Button("✎ " + texts.say(step.label), data(stored, "change", number)) for number, step in enumerate(form.steps)]
    heading = bold(texts._("Please check before sending"))
    return Message(
        lines((heading, "", *_answers(event, form, stored), "", _consent(event, form))),
        (
            (Button(texts.pgettext("button", "Send"), data(stored, "send")),),
            *rows(*change, width=2),
            (Button(texts.pgettext("button", "Cancel"), data(stored, "cancel")),),
        ),
    )


def _answers(event: Event, form: Form, stored: StoredForm) -> list[Html]:
    texts, office = event.texts, event.office
    return [
        labelled(texts.say(step.label), step.show(stored.answers.get(step.key), office, texts), texts) for step in form.steps
    ]


def _consent(event: Event, form: Form) -> Html:
    return fill("<i>{consent}</i>", consent=form.consent(event))


def sent(event: Event, form: Form, stored: StoredForm) -> Message:
    """Return what becomes of the summary's message once the form has been sent."""
    heading = bold(event.texts._("What you have sent"))
    return Message(lines((heading, "", *_answers(event, form, stored), "", _consent(event, form))))
