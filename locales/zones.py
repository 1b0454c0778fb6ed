"""Time zones as people call them: by a city, in either language, or by their name in the time zone database."""

from functools import cache
from zoneinfo import available_timezones

from babel.dates import get_timezone_location

from locales.catalogue import FOLDERS

AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
"""Where the database has its zones; what stands elsewhere are older names of the same."""


def city(zone: str, language: str) -> str:
    """Return the city that a zone is called after, as readers of ``language`` know it."""
    return str(get_timezone_location(zone, locale=FOLDERS[language], return_city=True))


def zone_called(words: str) -> str | None:
    """Return the name of the zone that ``words`` mean, None when there is no such zone."""
    return _by_name().get(_plain(words))


@cache
def _by_name() -> dict[str, str]:
    """Return every zone by what it may be called; worked out when somebody first asks."""
    zones = sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS)
    called = {_plain(city(name, language)): name for language in FOLDERS for name in zones}
    return called | {_plain(name.rpartition("/")[2]): name for name in zones} | {_plain(name): name for name in zones}


def _plain(words: str) -> str:
    return " ".join(words.replace("_", " ").split()).casefold()
