"""Choices that several forms offer: kinds of organisation, and what the profile says of fields, tiers and papers."""

from collections.abc import Callable, Iterable, Sequence

from domain.enquiries import OrganisationKind
from domain.languages import Bilingual
from handlers.kit.forms.steps import Choice, Paper, choice
from handlers.kit.office import Office
from locales.texts import NP_, Texts

KINDS = (
    choice(OrganisationKind.COMPANY, NP_("organisation", "Company")),
    choice(OrganisationKind.UNIVERSITY, NP_("organisation", "University")),
    choice(OrganisationKind.INSTITUTE, NP_("organisation", "Research institute")),
    choice(OrganisationKind.OTHER, NP_("organisation", "Other")),
)


def always(choices: Sequence[Choice]) -> Callable[[Office], Iterable[Choice]]:
    """Return what offers the same ``choices`` in every office."""
    return lambda _office: choices


kinds = always(KINDS)
"""The kinds of organisation there are."""


def fields(office: Office) -> Iterable[Choice]:
    """Return the fields of application the alliance works in."""
    return [Choice(field.key, _in_words(field.name)) for field in office.profile.fields]


def tiers(office: Office) -> Iterable[Choice]:
    """Return the tiers of membership, the highest first."""
    return [Choice(tier.key, _in_words(tier.name)) for tier in office.profile.tiers]


def papers(office: Office) -> Sequence[Paper]:
    """Return the papers that go with an application."""
    documents = office.profile.application.documents
    return [Paper(each.key, _in_words(each.name), each.required) for each in documents]


def _in_words(name: Bilingual) -> Callable[[Texts], str]:
    return lambda texts: name.in_(texts.language)
