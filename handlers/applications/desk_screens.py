"""What colleagues see of one application: all it holds, and what is asked before a decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.applications import DOCUMENTS, Application, Move, Other, can
from domain.organisations import credit_code
from domain.people import Actor, Person
from handlers.applications.form import STEPS
from handlers.applications.list_screens import view_of
from handlers.applications.screens import STATES, data
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from locales.texts import NP_, Texts

HALF_APPROVED = NP_("application", "approved by one of two")
"""What colleagues see of an application that waits for the second of two approvals."""

NAME = 60
"""Characters shown of a name where there is little room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """All that is known of an application. ``approved_by`` is the name of the first of two who approve."""

    application: Application
    applicant: Person
    papers: Sequence[str] = ()
    alike: Sequence[Other] = field(default=())
    approved_by: str | None = None


def notice(application: Application, texts: Texts) -> Message:
    """Tell the desk where an application stands now."""
    return Message(
        _title(application, texts),
        rows(Button(texts.pgettext("button", "Open the application"), f"application:open:{application.id}")),
    )


def whole(shown: File, office: Office, texts: Texts) -> Message:
    """Return one application with everything it holds, and what can be done with it."""
    application = shown.application
    who = fill("{name}", name=clip(shown.applicant.name, NAME))
    parts = (_title(application, texts), who, "", *_answers(shown, office, texts), "", *_state(shown, texts))
    return Message(lines(parts), _buttons(shown, office, texts))


def sure_to_approve(application: Application, office: Office, texts: Texts) -> Message:
    """Ask before an organisation is admitted."""
    question = texts._("Admit {organisation} as {tier} ({ref})? It stands in the roster at once, and the applicant is told.")
    if office.profile.application.two_approvals and application.approved_by is None:
        question = texts._("Approve {organisation} as {tier} ({ref})? A second colleague has to approve it as well.")
    tier = office.profile.tier(str(application.answers.get("tier")))
    text = fill(
        escape(question),
        organisation=bold(application.organisation),
        tier=tier.name.in_(texts.language) if tier is not None else "—",
        ref=application.reference,
    )
    yes = Button(texts.pgettext("button", "Yes, approve"), data("approve", application))
    no = Button(texts.pgettext("button", "Back"), f"application:open:{application.id}")
    return Message(text, rows(yes, no, width=2))


def words_wanted(application: Application, how: Move, colleague: Actor, texts: Texts) -> Message:
    """Ask the colleague who pressed for words to the applicant; the mention makes it their app that opens a reply."""
    who = fill('<a href="tg://user?id={id}">{name}</a>', id=colleague.channel.address, name=clip(colleague.person.name, NAME))
    template = texts._("{who}, please reply to this message with what the applicant of {organisation} should add.")
    if how is Move.DECLINE:
        template = texts._("{who}, please reply to this message with the reason for declining {organisation}.")
    told = escape(texts._("The applicant reads it as you write it."))
    asked = fill(escape(template), who=who, organisation=application.organisation or "—")
    return Message(lines((fill("✍ {ref}", ref=application.reference), asked, told)), asks=True)


def said(text: str, **values: object) -> Message:
    """Return one sentence as a message."""
    return Message(fill(escape(text), **values))


def paper(application: Application, name: str) -> Message:
    """Return the caption of one of an application's files."""
    return Message(
        fill(
            "{ref} · {organisation}\n{name}",
            ref=application.reference,
            organisation=clip(application.organisation, 200),
            name=name,
        )
    )


def _title(application: Application, texts: Texts) -> Html:
    return fill(
        "📄 {ref} · {organisation} · {state}",
        ref=bold(application.reference),
        organisation=application.organisation or "—",
        state=texts.say(
            HALF_APPROVED if can(application, Move.APPROVE) and application.approved_by else STATES[application.state]
        ),
    )


def _answers(shown: File, office: Office, texts: Texts) -> list[Html]:
    """Return the answers, a line each; of the papers, which have come."""
    answers = {**shown.application.answers, DOCUMENTS: dict.fromkeys(shown.papers, True)}
    return [labelled(texts.say(step.label), step.show(answers.get(step.key), office, texts), texts) for step in STEPS]


def _state(shown: File, texts: Texts) -> list[Html]:
    application, facts = shown.application, list[tuple[str, str]]()
    if application.submitted_at is not None:
        facts.append((texts.pgettext("application", "Submitted"), texts.moment(application.submitted_at)))
    if application.charter_version is not None:
        facts.append((texts.pgettext("application", "Charter accepted"), application.charter_version))
    if shown.approved_by is not None:
        facts.append((texts.pgettext("application", "Approved by"), clip(shown.approved_by, NAME)))
    if application.reason:
        facts.append((texts.pgettext("application", "Told the applicant"), clip(application.reason, 500)))
    if application.decided_at is not None:
        facts.append((texts.pgettext("application", "Decided"), texts.moment(application.decided_at)))
    found = [labelled(label, value, texts) for label, value in facts]
    code = application.credit_code
    if code is not None and not credit_code(code)[1]:
        found.append(escape("⚠ " + texts._("The credit code looks mistyped; the roster would take it for unknown.")))
    return found + [_alike(each, application, texts) for each in shown.alike]


def _alike(other: Other, application: Application, texts: Texts) -> Html:
    where = other.reference or texts.pgettext("application", "a member")
    template = texts._("⚠ Perhaps the same: {name} ({where})")
    if other.credit_code is not None and other.credit_code == application.credit_code:
        template = texts._("⚠ The same credit code: {name} ({where})")
    return fill(escape(template), name=clip(other.name, 100), where=where)


def _buttons(shown: File, office: Office, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    application = shown.application
    possible = (
        (Move.TAKE, texts.pgettext("button", "Take into review"), "take"),
        (Move.APPROVE, texts.pgettext("button", "Approve"), "sure"),
        (Move.ASK, texts.pgettext("button", "Ask for more"), "ask"),
        (Move.DECLINE, texts.pgettext("button", "Decline"), "decline"),
    )
    acts = [Button(label, data(verb, application)) for move, label, verb in possible if can(application, move)]
    if shown.papers:
        acts.append(Button(texts.pgettext("button", "Send me the files"), data("files", application)))
    if can(application, Move.SUBMIT):
        url = f"https://t.me/{office.bot_name}?start=fill-{application.id}"
        acts.append(Button(texts.pgettext("button", "Fill in for them"), url=url))
    back = Button(texts.pgettext("button", "To the list"), f"application:list:{view_of(application)}:0")
    return rows(*acts, back, width=2)
