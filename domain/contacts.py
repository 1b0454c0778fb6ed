"""Mail addresses and telephone numbers as people type them, checked and brought into one form."""

import re
import unicodedata

from domain.organisations import one_line

EXTENSION = re.compile(r"\s*(?:转|轉|分机|分機)\s*:?\s*(?=\d)")
"""How an extension is written in Chinese."""


def contact(text: str) -> str | None:
    """Return a mail address or telephone number in its normal form, or None when ``text`` is neither.

    A number without a country code is taken for a Chinese one. The libraries are loaded when first used: they are large and
    most events need neither.
    """
    typed = EXTENSION.sub(" ext. ", unicodedata.normalize("NFKC", one_line(text)))
    return _mail(typed) if "@" in typed else _telephone(typed)


def masked(address: str) -> str:
    """Return a mail address so that its owner knows it again and nobody else learns it."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"


def _mail(typed: str) -> str | None:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _telephone(typed: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
