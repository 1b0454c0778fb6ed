"""What colleagues can change of a member and of a contact, a field each: what it is called, and what counts as its value."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.enquiries import OrganisationKind
from domain.languages import Language
from domain.organisations import credit_code
from domain.payments import paid_on
from domain.roster import ContactRole, MemberState
from handlers.kit import roster as words
from handlers.kit.forms import Accepted, Choice, Rejected, choice, parsers
from handlers.kit.forms.offered import always, fields, kinds, tiers
from handlers.kit.office import Office
from locales.texts import N_, NP_, Msg, Texts

NO_CODE = N_("This is no unified social credit code: it has 18 characters, the last of which proves the others.")
NO_DAY = N_("Please give a day that is not to come, for example 2026-01-31.")

BLANK = ("-", "－", "—", "无", "none")
"""What empties a field."""

Read = Callable[[str, date], Accepted | Rejected]


@dataclass(frozen=True, slots=True)
class Field:
    """A field: either ``read`` takes what is typed on a day, or one of ``choices`` is taken, or ``several``.

    ``blank`` is what one holds that was emptied, where it ``may_be_empty``. ``made`` makes the value of what was chosen.
    """

    label: Msg
    read: Read | None = None
    choices: Callable[[Office], Iterable[Choice]] | None = None
    several: bool = False
    blank: Any = None
    may_be_empty: bool = False
    made: Callable[[Any], Any] = str

    def show(self, value: Any, office: Office, texts: Texts) -> str:
        """Return a value as it is read, also one that history holds; nothing is a dash."""
        if value in (None, "", (), []) or value == frozenset():
            return "—"
        if self.choices is None:
            return str(value)
        chosen = [value] if isinstance(value, str) else list(value)
        named = [option.label(texts) for option in self.choices(office) if option.value in chosen]
        return words.listed(named or chosen, texts)

    def chosen(self, mask: int, office: Office) -> Any:
        """Return the value of the choices whose places are the bits of ``mask``."""
        options = list(self.choices(office)) if self.choices else []
        values = [option.value for place, option in enumerate(options) if mask >> place & 1]
        return self.made(values) if self.several else self.made(values[0])

    def mask(self, value: Any, office: Office) -> int:
        """Return the places of the choices that hold, as bits."""
        chosen = [value] if isinstance(value, str) else value
        options = self.choices(office) if self.choices else ()
        return sum(1 << place for place, option in enumerate(options) if option.value in chosen)


def _typed(parse: Callable[[str], Accepted | Rejected]) -> Read:
    return lambda text, _today: parse(text)


_LINE = _typed(parsers.brief)


def _code(text: str, _today: date) -> Accepted | Rejected:
    code, valid = credit_code(text)
    return Accepted(code) if valid else Rejected(NO_CODE)


def _day(text: str, today: date) -> Accepted | Rejected:
    day = paid_on(text, today)
    return Accepted(day) if day is not None else Rejected(NO_DAY)


def _choices(named: Mapping[Any, Msg]) -> Callable[[Office], Iterable[Choice]]:
    return always([choice(value, label) for value, label in named.items()])


def _roles(values: Sequence[str]) -> frozenset[ContactRole]:
    return frozenset(map(ContactRole, values))


STATE = "state"
"""The field that changes for a reason only."""

OF_MEMBER: Mapping[str, Field] = {
    "name": Field(words.FIELDS["name"], _LINE),
    "name_en": Field(words.FIELDS["name_en"], _LINE, blank="", may_be_empty=True),
    "credit_code": Field(words.FIELDS["credit_code"], _code, may_be_empty=True),
    "kind": Field(words.FIELDS["kind"], choices=kinds, made=OrganisationKind),
    "tier": Field(words.FIELDS["tier"], choices=tiers),
    "fields": Field(words.FIELDS["fields"], choices=fields, several=True, made=tuple),
    "city": Field(words.FIELDS["city"], _LINE, blank="", may_be_empty=True),
    "address": Field(words.FIELDS["address"], _LINE, blank="", may_be_empty=True),
    "joined_on": Field(words.FIELDS["joined_on"], _day),
    "invoice_title": Field(words.FIELDS["invoice_title"], _LINE, blank="", may_be_empty=True),
    "invoice_code": Field(words.FIELDS["invoice_code"], _LINE, blank="", may_be_empty=True),
    STATE: Field(words.FIELDS[STATE], choices=_choices(words.STATES), made=MemberState),
}

OF_CONTACT: Mapping[str, Field] = {
    "name": Field(NP_("contact", "Name"), _LINE),
    "position": Field(NP_("contact", "Position"), _LINE, blank="", may_be_empty=True),
    "mail": Field(NP_("contact", "E-mail"), _typed(parsers.mail), blank="", may_be_empty=True),
    "telephone": Field(NP_("contact", "Telephone"), _typed(parsers.telephone), blank="", may_be_empty=True),
    "roles": Field(NP_("contact", "Roles"), choices=_choices(words.ROLES), several=True, made=_roles),
    "language": Field(NP_("contact", "Language"), choices=_choices(words.LANGUAGES), made=Language),
}
