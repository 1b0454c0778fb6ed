"""The enquiry as a form: eight questions, each a piece of data."""

from collections.abc import Callable, Iterable

from domain.enquiries import OrganisationKind, Subject
from domain.profile import Field
from handlers.enquiries import parsers
from handlers.kit.event import Event
from handlers.kit.forms import Choice, Step, choice
from handlers.kit.markup import Html, escape, fill
from handlers.kit.office import Office
from locales.texts import N_, NP_, Texts

KIND = "join"

SUBJECTS = (
    choice(Subject.JOIN, NP_("subject", "Joining the alliance")),
    choice(Subject.COOPERATE, NP_("subject", "Cooperation")),
    choice(Subject.OTHER, NP_("subject", "Something else")),
)

ORGANISATION_KINDS = (
    choice(OrganisationKind.COMPANY, NP_("organisation", "Company")),
    choice(OrganisationKind.UNIVERSITY, NP_("organisation", "University")),
    choice(OrganisationKind.INSTITUTE, NP_("organisation", "Research institute")),
    choice(OrganisationKind.OTHER, NP_("organisation", "Other")),
)


def _always(choices: tuple[Choice, ...]) -> Callable[[Office], Iterable[Choice]]:
    return lambda _office: choices


def _fields(office: Office) -> Iterable[Choice]:
    return [Choice(field.key, _name_of(field)) for field in office.profile.fields]


def _name_of(field: Field) -> Callable[[Texts], str]:
    return lambda texts: field.name.in_(texts.language)


STEPS = (
    Step(
        "subject",
        NP_("label", "Subject"),
        N_("What is your enquiry about?"),
        choices=_always(SUBJECTS),
    ),
    Step(
        "organisation",
        NP_("label", "Organisation"),
        N_("What is the full name of your organisation?"),
        parse=parsers.line(200, N_("That is too long for a name: 200 characters at most, please.")),
    ),
    Step(
        "kind",
        NP_("label", "Kind"),
        N_("What kind of organisation is it?"),
        choices=_always(ORGANISATION_KINDS),
    ),
    Step(
        "credit_code",
        NP_("label", "Credit code"),
        N_("What is its unified social credit code (18 characters)? You may skip this."),
        parse=parsers.credit_code,
        optional=True,
    ),
    Step(
        "contact_name",
        NP_("label", "Contact person"),
        N_("Whom may we address? Please give your name."),
        parse=parsers.line(100, N_("That is too long for a name: 100 characters at most, please.")),
    ),
    Step(
        "contact",
        NP_("label", "E-mail or telephone"),
        N_("How can we reach you? Please give an e-mail address or a telephone number."),
        parse=parsers.contact,
    ),
    Step(
        "fields",
        NP_("label", "Fields of interest"),
        N_("Which fields interest you? Choose as many as you like, then press Done."),
        choices=_fields,
        several=True,
        optional=True,
    ),
    Step(
        "message",
        NP_("label", "Message"),
        N_("What would you like to tell or ask us? You may skip this."),
        parse=parsers.paragraphs(2000, N_("That is too long: 2,000 characters at most, please. You can send more afterwards.")),
        optional=True,
    ),
)


def consent(event: Event) -> Html:
    """Return what a person agrees to by sending: the profile's words, whose version is stored with the enquiry."""
    notice = event.office.profile.privacy_notice.in_(event.texts.language)
    return fill(escape(event.texts._("By pressing Send you agree to this: {notice}")), notice=notice)
