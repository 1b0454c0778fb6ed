"""What an applicant reads about their application: where it stands first, then what comes next.

One wording serves chat and letter: what is said holds without the buttons, for which a letter has a sentence of its own.
"""

from collections.abc import Mapping

from domain.applications import OPEN, WITH_APPLICANT, Application, ApplicationState
from domain.roster import Member
from handlers.kit.markup import Html, bold, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from handlers.kit.office import Office
from locales.texts import N_, NP_, Msg, Texts

STATES: Mapping[ApplicationState, Msg] = {
    ApplicationState.DRAFT: NP_("application", "not sent yet"),
    ApplicationState.SUBMITTED: NP_("application", "submitted"),
    ApplicationState.IN_REVIEW: NP_("application", "in review"),
    ApplicationState.MORE_INFORMATION: NP_("application", "more information asked for"),
    ApplicationState.APPROVED: NP_("application", "approved"),
    ApplicationState.DECLINED: NP_("application", "declined"),
    ApplicationState.WITHDRAWN: NP_("application", "withdrawn"),
}


SUBMITTED = N_("Application {ref} of {organisation} has been submitted.")


def submitted(application: Application, texts: Texts) -> Message:
    """Confirm that an application has been sent."""
    following = texts._("The office looks through it and tells you what comes next.")
    return Message(lines((_about(texts.say(SUBMITTED), application), escape(following))))


def submitted_for(application: Application, texts: Texts, *, told: bool) -> Message:
    """Confirm to a colleague that an application has been sent for somebody, and whether the applicant could be ``told``."""
    following = texts._("The applicant is told. /applications shows it.")
    if not told:
        following = texts._("Nothing reaches the applicant; please tell them yourself. /applications shows it.")
    return Message(lines((_about(texts.say(SUBMITTED), application), escape(following))))


def begun(application: Application, texts: Texts) -> Message:
    """Tell an enquirer that their enquiry goes on as an application."""
    done = texts._("The office has begun an application for membership from what you told us: {ref}.")
    following = texts._("Some answers are still missing; what you have told us need not be given again.")
    return Message(lines((_about(done, application), escape(following))), _buttons(application, texts))


def in_review(application: Application, texts: Texts) -> Message:
    """Tell an applicant that somebody looks through their application."""
    done = texts._("Application {ref} of {organisation} is in review.")
    following = texts._("There is nothing for you to do at the moment. We tell you what comes of it.")
    return Message(lines((_about(done, application), escape(following))))


def asked(application: Application, texts: Texts) -> Message:
    """Ask an applicant for more, in a colleague's words."""
    done = texts._("To go on with application {ref} of {organisation}, the office needs something more:")
    following = texts._("Please add it and send the application again.")
    said = fill("<blockquote>{words}</blockquote>", words=application.reason)
    return Message(lines((_about(done, application), said, escape(following))), _buttons(application, texts))


def declined(application: Application, texts: Texts) -> Message:
    """Tell an applicant that their organisation is not admitted, and why."""
    done = texts._("The office has declined application {ref} of {organisation}:")
    following = texts._("If you have questions, simply write to us. You may apply again at any time.")
    said = fill("<blockquote>{words}</blockquote>", words=application.reason)
    return Message(lines((_about(done, application), said, escape(following))))


def welcome(application: Application, member: Member, office: Office, texts: Texts) -> Message:
    """Welcome a new member, and say what it can do now."""
    tier = office.profile.tier(member.entry.tier)
    done = fill(
        escape(texts._("Welcome! {organisation} is now a member of the {alliance}.")),
        organisation=bold(member.entry.name_in(texts.language)),
        alliance=office.profile.name.in_(texts.language),
    )
    held = fill(escape(texts._("Tier: {tier}")), tier=tier.name.in_(texts.language)) if tier is not None else None
    following = texts._(
        "You are one of its contacts. On Telegram /profile shows what our roster says of it, /dues what is to be paid and how, "
        "/settings how we reach you. The other contacts are invited by the office."
    )
    return Message(lines((done, held, "", escape(following))))


def sure_to_withdraw(application: Application, texts: Texts) -> Message:
    """Ask before an application is taken back."""
    question = texts._("Withdraw application {ref} of {organisation}? It ends with that; you may apply again later.")
    yes = Button(texts.pgettext("button", "Yes, withdraw"), data("yes", application))
    no = Button(texts.pgettext("button", "No, keep"), data("keep", application))
    return Message(_about(question, application), rows(yes, no, width=2))


def withdrawn(application: Application, texts: Texts) -> Message:
    """Confirm that an application has been taken back."""
    return Message(
        _about(texts._("Application {ref} has been withdrawn. You may apply again at any time with /apply."), application)
    )


def standing(application: Application, texts: Texts) -> Message:
    """Return where an application stands, and what its applicant can do with it."""
    line = fill(
        "{ref} · {organisation} · {state}",
        ref=bold(application.reference),
        organisation=application.organisation or "—",
        state=texts.say(STATES[application.state]),
    )
    wanted = application.reason if application.state is ApplicationState.MORE_INFORMATION else ""
    said = fill("<blockquote>{words}</blockquote>", words=wanted) if wanted else None
    return Message(lines((line, said)), _buttons(application, texts))


def data(verb: str, application: Application) -> str:
    """Return what a button about an application carries: it holds for this version of it only."""
    return f"application:{verb}:{application.id}:{application.version}"


def _about(template: str, application: Application) -> Html:
    organisation = application.organisation or "—"
    return fill(escape(template), ref=bold(application.reference), organisation=organisation)


def _buttons(application: Application, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    go_on = Button(texts.pgettext("button", "Continue"), f"application:go:{application.id}")
    withdraw = Button(texts.pgettext("button", "Withdraw"), data("withdraw", application))
    offered = ((go_on,) if application.state in WITH_APPLICANT else ()) + ((withdraw,) if application.state in OPEN else ())
    return rows(*offered, width=2)
