"""People as an applicant names them in a line each, and as which contacts they come into the roster."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.contacts import contact
from domain.organisations import one_line
from domain.people import Person
from domain.roster import ContactRole, Details

PEOPLE = {
    "representative": ContactRole.REPRESENTATIVE,
    "dues_contact": ContactRole.DUES,
    "liaison": ContactRole.LIAISON,
}
"""The answers that are people, and what each sees to."""

_MAIL = re.compile(r"[^\s,;，；、]+@[^\s,;，；、]+")
_TELEPHONE = re.compile(r"\+?\d[\d\s()（）-]{5,}\d(?:\s*(?:转|轉|分机|分機|ext\.?|x)\s*:?\s*\d+)?", re.IGNORECASE)
_EDGES = " ,;:，；、："


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody an applicant names, with at least one way to reach them."""

    name: str
    telephone: str
    mail: str

    def line(self) -> str:
        """Return it as a line that `named` reads again."""
        mark = ", " if self.name.isascii() else "，"
        return mark.join(part for part in (self.name, self.telephone, self.mail) if part)


def named(text: str) -> Named | None:
    """Read a name with a telephone number, a mail address or both, in any order; None when something is amiss."""
    rest = one_line(text)
    mail, rest = _taken(_MAIL, rest)
    telephone, rest = _taken(_TELEPHONE, rest)
    name = one_line(re.sub(r"[,;，；、]+", " ", rest)).strip(_EDGES)
    reached = [contact(each) for each in (telephone, mail) if each]
    if not reached or None in reached or not name or any(mark.isdecimal() or mark == "@" for mark in name):
        return None
    return Named(name, contact(telephone) or "" if telephone else "", contact(mail) or "" if mail else "")


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """Return what a pattern finds in ``text``, and the text without it."""
    found = pattern.search(text)
    return (found.group(), text[: found.start()] + " " + text[found.end() :]) if found else ("", text)


def contacts_in(answers: Mapping[str, Any], applicant: Person, mail: str = "") -> list[tuple[Details, int | None]]:
    """Return who is to speak for the organisation, each with the person they are known to be.

    Whoever is named for several things is one contact. The applicant is the one who is named for what they said they see to;
    where nobody is, they join the contacts under their own name. ``mail`` is where they write letters from, if they do.
    """
    roles: dict[Named, set[ContactRole]] = {}
    own = ContactRole(answers.get("own_role") or ContactRole.LIAISON)
    me: Named | None = None
    for key, role in PEOPLE.items():
        who = named(str(answers[key])) if answers.get(key) else None
        if who is not None:
            roles.setdefault(who, set()).add(role)
            me = who if role is own else me
    if me is None:
        me = Named(applicant.name, "", "")
        roles[me] = {own}
    others = [(_details(who, held, applicant), None) for who, held in roles.items() if who != me]
    return [(_details(replace(me, mail=me.mail or mail), roles[me], applicant), applicant.id), *others]


def _details(who: Named, roles: Collection[ContactRole], applicant: Person) -> Details:
    """Return a contact's details; until they say otherwise they are taken to read what the applicant reads."""
    return Details(name=who.name, roles=frozenset(roles), mail=who.mail, telephone=who.telephone, language=applicant.language)
