"""The enquiry as a form: eight questions, each a piece of data."""

from domain.enquiries import Subject
from handlers.kit.event import Event
from handlers.kit.forms import Step, choice, parsers
from handlers.kit.forms.offered import always, fields, kinds
from handlers.kit.markup import Html, escape, fill
from locales.texts import N_, NP_

KIND = "join"

SUBJECTS = (
    choice(Subject.JOIN, NP_("subject", "Joining the alliance")),
    choice(Subject.COOPERATE, NP_("subject", "Cooperation")),
    choice(Subject.OTHER, NP_("subject", "Something else")),
)

STEPS = (
    Step(
        "subject",
        NP_("label", "Subject"),
        N_("What is your enquiry about?"),
        choices=always(SUBJECTS),
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
        choices=kinds,
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
        choices=fields,
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
