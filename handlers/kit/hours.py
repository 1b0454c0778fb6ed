"""When a reader can be reminded: as they wish, else as the ladder has it."""

from zoneinfo import ZoneInfo

from domain.ladders import Hours
from domain.profile import Ladder
from handlers.kit.office import Office
from storage.readers import OpenHours


def of_office(office: Office, ladder: Ladder) -> Hours:
    """Return when colleagues are told something."""
    return Hours(office.zone, ladder.at.hour * 60 + ladder.at.minute)


def of_contact(office: Office, ladder: Ladder, kept: OpenHours) -> Hours:
    """Return a contact's hours. A zone that the machine does not know (any more) counts as the office's."""
    zone, at, quiet_from, quiet_until = kept
    usual = of_office(office, ladder)
    try:
        here = ZoneInfo(zone) if zone else usual.zone
    except (LookupError, ValueError, OSError):
        here = usual.zone
    return Hours(here, usual.at if at is None else at, quiet_from, quiet_until)
