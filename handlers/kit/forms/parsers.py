"""What counts as an answer to a typed question, and what is said when it does not."""

from collections.abc import Callable

from domain import contacts, organisations
from handlers.kit.forms.steps import Accepted, Rejected
from handlers.kit.markup import units
from locales.texts import N_, Msg

EMPTY = N_("That looks empty. Please type your answer.")
CONTACT = N_(
    "Please give one e-mail address or one telephone number and nothing else; more can be said in the message. "
    "For example: name@example.com or 138 0013 8000; numbers from outside mainland China begin with + and the country code."
)
MISTYPED = N_("This unified social credit code looks mistyped. Please type it again, or keep it as it is.")
NO_CODE = N_("That is too long for a credit code, which has 18 characters. You may skip this question.")
CODE_LIMIT = 60
TOO_LONG = N_("That is too long: 200 characters at most, please.")
NO_MAIL = N_("Please give one e-mail address and nothing else, for example name@example.com.")
NO_TELEPHONE = N_(
    "Please give one telephone number and nothing else, for example 138 0013 8000; numbers from outside mainland China begin "
    "with + and the country code."
)


def line(limit: int, too_long: Msg) -> Callable[[str], Accepted | Rejected]:
    """Return the reader of a one-line answer of at most ``limit`` characters."""
    return _reader(organisations.one_line, limit, too_long)


def paragraphs(limit: int, too_long: Msg) -> Callable[[str], Accepted | Rejected]:
    """Return the reader of a longer text of at most ``limit`` characters."""
    return _reader(organisations.clean, limit, too_long)


def contact(text: str) -> Accepted | Rejected:
    """Read a mail address or telephone number."""
    found = contacts.contact(text)
    return Accepted(found) if found else Rejected(CONTACT)


def mail(text: str) -> Accepted | Rejected:
    """Read a mail address."""
    found = contacts.contact(text)
    return Accepted(found.lower()) if found and "@" in found else Rejected(NO_MAIL)


def telephone(text: str) -> Accepted | Rejected:
    """Read a telephone number."""
    found = contacts.contact(text)
    return Accepted(found) if found and "@" not in found else Rejected(NO_TELEPHONE)


def brief(text: str) -> Accepted | Rejected:
    """Read a line as long as names and addresses are."""
    return line(200, TOO_LONG)(text)


def credit_code(text: str) -> Accepted | Rejected:
    """Read a unified social credit code; a wrong one is doubted, not refused: the office sorts it out."""
    code, valid = organisations.credit_code(text)
    if not code:
        return Rejected(EMPTY)
    if valid:
        return Accepted(code)
    typed = code if code.isascii() and code.isalnum() else organisations.one_line(text)
    return Accepted(typed, MISTYPED) if units(typed) <= CODE_LIMIT else Rejected(NO_CODE)


def _reader(clean: Callable[[str], str], limit: int, too_long: Msg) -> Callable[[str], Accepted | Rejected]:
    def read(text: str) -> Accepted | Rejected:
        cleaned = clean(text)
        if not cleaned:
            return Rejected(EMPTY)
        return Accepted(cleaned) if units(cleaned) <= limit else Rejected(too_long)

    return read
