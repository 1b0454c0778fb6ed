"""Looks at an installation from outside, also beside a running bot: what is well, what is worth knowing, what to mend."""

from collections.abc import AsyncIterator

from bot.clock import Clock
from bot.doctor.answers import answers
from bot.doctor.calendar import working_days
from bot.doctor.files import files
from bot.doctor.findings import Finding
from bot.doctor.fonts import chinese_font
from bot.doctor.receiving import receiving
from bot.doctor.records import records
from bot.doctor.sending import sending
from bot.doctor.telegram import telegram
from bot.settings import Settings
from domain.profile import Profile

__all__ = ["Finding", "examine"]


async def examine(settings: Settings, profile: Profile, clock: Clock) -> AsyncIterator[Finding]:
    """Yield every finding; nothing is changed."""
    for finding in files(settings, profile, clock):
        yield finding
    for finding in answers(profile):
        yield finding
    yield working_days(settings, profile, clock)
    if profile.dues.fees:  # without dues there is nothing to draw
        yield await chinese_font()
    bot_id, found = await records(settings, clock) if settings.database.exists() else (None, [])
    for finding in found:
        yield finding
    async for finding in telegram(settings, bot_id, clock):
        yield finding
    async for finding in receiving(settings):
        yield finding
    async for finding in sending(settings, profile.join_address, clock):
        yield finding
