"""The questions behind a proposal. The entry's form begins answered as the roster has it: its summary is what one changes."""

from domain.forms import Answers
from domain.proposals import standing
from domain.roster import Contact, Member
from handlers.kit.event import Event
from handlers.kit.forms import Step, parsers
from handlers.kit.forms.offered import fields
from handlers.kit.markup import Html, escape
from locales.texts import N_, NP_

ENTRY, REPRESENTATIVE = "entry", "representative"
CONTACT, BEFORE = "speaks_as", "before"
"""What a form keeps beside its answers: as which contact somebody proposes, and what stood in the roster when they began."""

ENTRY_STEPS = (
    Step(
        "name_en",
        NP_("label", "English name"),
        N_("What is the organisation called in English? “Skip” leaves this empty."),
        parse=parsers.brief,
        optional=True,
    ),
    Step(
        "city",
        NP_("label", "City"),
        N_("In which city is it? “Skip” leaves this empty."),
        parse=parsers.brief,
        optional=True,
    ),
    Step(
        "address",
        NP_("label", "Address"),
        N_("What is its postal address? “Skip” leaves this empty."),
        parse=parsers.brief,
        optional=True,
    ),
    Step(
        "fields",
        NP_("label", "Fields"),
        N_("In which fields does it work? Choose as many as you like, then press Done."),
        choices=fields,
        several=True,
        optional=True,
    ),
    Step(
        "invoice_title",
        NP_("label", "Invoice title"),
        N_("To whom are invoices made out? “Skip” leaves this empty."),
        parse=parsers.brief,
        optional=True,
    ),
    Step(
        "invoice_code",
        NP_("label", "Taxpayer number"),
        N_("Which taxpayer number stands on invoices? “Skip” leaves this empty."),
        parse=parsers.credit_code,
        optional=True,
    ),
    Step(
        "position",
        NP_("label", "Your position"),
        N_("What is your position there? “Skip” leaves this empty."),
        parse=parsers.brief,
        optional=True,
    ),
    Step(
        "mail",
        NP_("label", "Your e-mail"),
        N_("At which e-mail address do you want to be reached? “Skip” leaves this empty."),
        parse=parsers.mail,
        optional=True,
    ),
    Step(
        "telephone",
        NP_("label", "Your telephone"),
        N_("At which telephone number do you want to be reached? “Skip” leaves this empty."),
        parse=parsers.telephone,
        optional=True,
    ),
)

REPRESENTATIVE_STEPS = (
    Step(
        "name", NP_("label", "Name"), N_("Who shall represent the organisation? Please give their name."), parse=parsers.brief
    ),
    Step(
        "position",
        NP_("label", "Position"),
        N_("What is their position? You may skip this."),
        parse=parsers.brief,
        optional=True,
    ),
    Step(
        "mail",
        NP_("label", "E-mail"),
        N_("What is their e-mail address? You may skip this."),
        parse=parsers.mail,
        optional=True,
    ),
    Step("telephone", NP_("label", "Telephone"), N_("What is their telephone number?"), parse=parsers.telephone),
)


def consent_to_entry(event: Event) -> Html:
    """Return what pressing Send does."""
    return escape(event.texts._("By pressing Send you propose that the roster says this; the office confirms it first."))


def consent_to_representative(event: Event) -> Html:
    """Return what pressing Send does, and what is vouched for."""
    words = event.texts._(
        "By pressing Send you propose this for your organisation and confirm that the person knows of it. The office decides."
    )
    return escape(words)


def begun_from(contact: Contact, member: Member) -> Answers:
    """Return the entry's form as the roster answers it now."""
    now = standing(member.entry, contact.details)
    return {**now, CONTACT: contact.id, BEFORE: now}
