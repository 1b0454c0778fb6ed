"""The roster in words: what its fields, states and roles are called wherever somebody reads of them."""

from collections.abc import Iterable, Mapping

from domain.languages import Language
from domain.roster import ContactRole, MemberState
from locales.texts import NP_, Msg, Texts

FIELDS: Mapping[str, Msg] = {
    "name": NP_("column", "Name"),
    "name_en": NP_("column", "English name"),
    "credit_code": NP_("column", "Credit code"),
    "kind": NP_("column", "Kind"),
    "tier": NP_("column", "Tier"),
    "fields": NP_("column", "Fields"),
    "city": NP_("column", "City"),
    "address": NP_("column", "Address"),
    "joined_on": NP_("column", "Member since"),
    "state": NP_("column", "State"),
    "invoice_title": NP_("column", "Invoice title"),
    "invoice_code": NP_("column", "Taxpayer number"),
}
"""What the fields of an entry are called; the headings of tables are the same."""

STATES: Mapping[MemberState, Msg] = {
    MemberState.ACTIVE: NP_("member", "active"),
    MemberState.LAPSED: NP_("member", "lapsed"),
    MemberState.SUSPENDED: NP_("member", "suspended"),
    MemberState.RESIGNED: NP_("member", "resigned"),
}

ROLES: Mapping[ContactRole, Msg] = {
    ContactRole.REPRESENTATIVE: NP_("contact role", "Representative"),
    ContactRole.DUES: NP_("contact role", "Dues contact"),
    ContactRole.LIAISON: NP_("contact role", "Liaison"),
    ContactRole.DEPUTY: NP_("contact role", "Deputy"),
}

LANGUAGES: Mapping[Language, Msg] = {
    Language.CHINESE: NP_("language", "Chinese"),
    Language.ENGLISH: NP_("language", "English"),
}


def roles(held: Iterable[ContactRole], texts: Texts) -> str:
    """Return the roles somebody has, in their order; "" for none."""
    return listed((texts.say(word) for role, word in ROLES.items() if role in held), texts)


def listed(words: Iterable[str], texts: Texts) -> str:
    """Return words as a list in a sentence."""
    return texts.pgettext("between the items of a list", ", ").join(words)
