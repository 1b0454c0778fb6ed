"""The application as a form: what the roster needs to know, who speaks for the organisation, and the papers.

A colleague can fill it in for somebody who applies by letter: the same questions, and what they confirm by sending.
"""

from collections.abc import Mapping
from typing import Any

from domain.applications import DOCUMENTS, Application, Files
from domain.enquiries import Enquiry
from domain.forms import Answers
from domain.named_people import named
from domain.roster import ContactRole
from handlers.kit.event import Event
from handlers.kit.forms import Accepted, Rejected, Step, choice, parsers
from handlers.kit.forms.offered import always, fields, kinds, papers, tiers
from handlers.kit.markup import Html, escape, fill, lines
from handlers.kit.roster import ROLES
from locales.texts import N_, NP_

KIND = "apply"

ABOUT, FOR_THEM = "application", "for_them"
"""What the form keeps beside answers: which application it is about, and whether a colleague fills it in."""

PERSON = N_(
    "Please give a name with a telephone number, an e-mail address or both, for example: Emma Clarke, "
    "138 0013 8000, emma@example.org"
)


_roles = always([choice(role, word) for role, word in ROLES.items()])


def _person(text: str) -> Accepted | Rejected:
    """Read somebody's name and how they are reached."""
    who = named(text)
    return Accepted(who.line()) if who is not None and len(who.line()) <= 250 else Rejected(PERSON)


STEPS = (
    Step(
        "organisation",
        NP_("label", "Organisation"),
        N_("What is the full name of the organisation that would like to join, as on its licence?"),
        parse=parsers.brief,
    ),
    Step(
        "name_en",
        NP_("label", "English name"),
        N_("What is it called in English? You may skip this."),
        parse=parsers.brief,
        optional=True,
    ),
    Step("kind", NP_("label", "Kind"), N_("What kind of organisation is it?"), choices=kinds),
    Step(
        "credit_code",
        NP_("label", "Credit code"),
        N_("What is its unified social credit code (18 characters)? An organisation that has none may skip this."),
        parse=parsers.credit_code,
        optional=True,
    ),
    Step("tier", NP_("label", "Tier wished"), N_("As what would it like to join?"), choices=tiers),
    Step(
        "fields",
        NP_("label", "Fields"),
        N_("In which fields does it work? Choose as many as you like, then press Done."),
        choices=fields,
        several=True,
        optional=True,
    ),
    Step(
        "city",
        NP_("label", "City"),
        N_("In which city is it?"),
        parse=parsers.line(60, N_("That is too long: 60 characters at most, please.")),
    ),
    Step("address", NP_("label", "Address"), N_("What is its postal address?"), parse=parsers.brief),
    Step(
        "representative",
        NP_("label", "Representative"),
        N_("Who is to represent it in the alliance? Please give a name with a telephone number, an e-mail address or both."),
        parse=_person,
    ),
    Step(
        "dues_contact",
        NP_("label", "Dues contact"),
        N_("Who sees to its membership dues? Name and how to reach them; skip this if it is the representative."),
        parse=_person,
        optional=True,
    ),
    Step(
        "liaison",
        NP_("label", "Liaison"),
        N_("Who is to be the liaison for daily matters? Name and how to reach them; skip this if nobody else."),
        parse=_person,
        optional=True,
    ),
    Step(
        "own_role",
        NP_("label", "Applicant is"),
        N_("Which of them is the applicant (you, if you apply yourself)?"),
        choices=_roles,
    ),
    Step(
        DOCUMENTS,
        NP_("label", "Documents"),
        N_("Which papers go with it? Please send each as a file or a clear picture; they stay on Telegram."),
        papers=papers,
    ),
)


def consent(event: Event) -> Html:
    """Return what is agreed to by sending: the charter and the privacy notice, whose versions are stored with it."""
    texts, profile = event.texts, event.office.profile
    stored = event.forms.get(KIND)
    agree = texts._("By pressing Send the organisation accepts the alliance’s charter and you agree to this: {notice}")
    if stored is not None and stored.answers.get(FOR_THEM):
        agree = texts._("By pressing Send you confirm that the applicant has accepted the charter and this: {notice}")
    charter = profile.application.charter
    where = escape(charter.in_(texts.language)) if charter is not None else None
    return lines((fill(escape(agree), notice=profile.privacy_notice.in_(texts.language)), where))


def given(application: Application, files: Files, *, for_them: bool) -> Answers:
    """Return the form as far as an application answers it."""
    about: Answers = {ABOUT: application.id} | ({FOR_THEM: True} if for_them else {})
    return {**application.answers, **({DOCUMENTS: dict(files)} if files else {}), **about}


def split(answers: Answers) -> tuple[Answers, Files]:
    """Return the answers that an application keeps, and its files."""
    kept = {step.key: answers[step.key] for step in STEPS if step.key in answers and step.key != DOCUMENTS}
    sent: Mapping[str, Any] = answers.get(DOCUMENTS) or {}
    return kept, {key: content for key, content in sent.items() if content is not None}


def from_enquiry(enquiry: Enquiry) -> Answers:
    """Return what an enquiry answers of an application; what was skipped there is asked here."""
    told = enquiry.answers
    known = {key: told[key] for key in ("organisation", "kind", "credit_code", "fields") if told.get(key)}
    who = named(f"{told.get('contact_name') or ''}, {told.get('contact') or ''}")
    return known | ({"liaison": who.line(), "own_role": ContactRole.LIAISON.value} if who is not None else {})
