"""A contact as colleagues type one: the name, and on further lines what is known of them, in any order."""

from domain.contacts import contact
from domain.languages import Language
from domain.organisations import clean, one_line
from domain.roster import Details

LONGEST = 100


def person_in(text: str, language: Language) -> Details | None:
    """Return whom ``text`` tells of, None when it does not begin with a name, or holds what is too much."""
    name, *told = [one_line(line) for line in clean(text).splitlines() if one_line(line)] or [""]
    if not name or max(map(len, (name, *told))) > LONGEST or contact(name) is not None:
        return None
    position = mail = telephone = ""
    for line in told:
        address = contact(line)
        if address is None and not position:
            position = line
        elif address is not None and "@" in address and not mail:
            mail = address.lower()
        elif address is not None and "@" not in address and not telephone:
            telephone = address
        else:
            return None
    return Details(name=name, language=language, position=position, mail=mail, telephone=telephone)
