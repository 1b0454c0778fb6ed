"""Instants, which are kept in milliseconds: spans of time in that unit, and the day on which one falls."""

from datetime import UTC, date, datetime, tzinfo

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def day_of(instant: int, zone: tzinfo) -> date:
    """Return the calendar day of an instant where a time zone holds."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(zone).date()
