"""The doctor's look at the calendar: deadlines need to know which days are worked."""

from datetime import timedelta

from bot.clock import Clock
from bot.doctor.findings import Finding, note, ok
from bot.settings import Settings
from bot.upkeep import utc
from domain.profile import Profile
from domain.working_time import WorkingTime

AHEAD = timedelta(days=31)
"""How long before a new year its days off must be known: from the first of December on."""


def working_days(settings: Settings, profile: Profile, clock: Clock) -> Finding:
    """Return whether the days off of this year and, towards its end, of the next one are known."""
    hours = profile.office_hours
    office, today = WorkingTime(hours, settings.timezone), utc(clock).astimezone(settings.timezone)
    lacking = [year for year in sorted({today.year, (today + AHEAD).year}) if not office.is_announced(year)]
    if not lacking:
        return ok("Working days", f"of {hours.country}, {hours.opens:%H:%M} to {hours.closes:%H:%M}")
    words = f"the days off and the worked weekends of {', '.join(map(str, lacking))} are not known yet for {hours.country}"
    return note("Working days", words, "upgrade the program, or list them in the profile under [office_hours]")
