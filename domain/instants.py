"""Spans of time in milliseconds, the unit in which instants are kept."""

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
