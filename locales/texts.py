"""What a screen asks for its words: texts, plurals and dates in the reader's language and time zone."""

from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency

from locales.catalogue import FOLDERS, translations


class Msg(NamedTuple):
    """A text named in data and translated when shown, with the context that tells short words apart."""

    text: str
    context: str | None = None


def N_(text: str) -> Msg:
    """Mark ``text`` for translation where it is data."""
    return Msg(text)


def NP_(context: str, text: str) -> Msg:
    """Mark a short ``text`` with its context."""
    return Msg(text, context)


class Texts:
    """The words and dates of one reader."""

    def __init__(self, language: str, zone: tzinfo) -> None:
        self.language = language
        self._zone = zone
        self._catalogue = translations(language)

    def _(self, text: str) -> str:
        """Return ``text`` in the reader's language."""
        return self._catalogue.gettext(text)

    def pgettext(self, context: str, text: str) -> str:
        """Return a short ``text`` whose meaning hangs on ``context``."""
        return self._catalogue.pgettext(context, text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the form of a text that fits ``number``."""
        return self._catalogue.ngettext(one, many, number)

    def say(self, message: Msg) -> str:
        """Return a text that was marked as data."""
        return self._(message.text) if message.context is None else self.pgettext(message.context, message.text)

    def moment(self, instant: int) -> str:
        """Return an instant (UTC milliseconds) as the reader writes it, with weekday."""
        when = datetime.fromtimestamp(instant / 1000, UTC).astimezone(self._zone)
        pattern = "y年M月d日 EEE HH:mm" if self.language == "zh" else "EEE d MMM y, HH:mm"
        return format_datetime(when, pattern, locale=FOLDERS[self.language])

    def day(self, day: date) -> str:
        """Return a day as the reader writes it."""
        return format_date(day, "y年M月d日" if self.language == "zh" else "d MMM y", locale=FOLDERS[self.language])

    def money(self, fen: int) -> str:
        """Return a sum in yuan as the reader writes it."""
        return format_currency(Decimal(fen) / 100, "CNY", "¤#,##0.00;-¤#,##0.00", locale=FOLDERS[self.language])
