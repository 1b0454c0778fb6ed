"""The command that looks whether everything is well, and says how to mend what is not."""

import asyncio
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.settings import Settings
    from domain.profile import Profile


@click.command()
def doctor() -> int:
    """Check settings, database, backups and Telegram, also beside a running bot; nothing is changed."""
    from bot import logs, profile
    from bot.settings import Settings, load

    settings = load(Settings)
    logs.configure(settings.log_format, secrets=settings.secrets)
    return asyncio.run(_report(settings, profile.load(settings)))


async def _report(settings: "Settings", of_alliance: "Profile") -> int:
    from bot.clock import SystemClock
    from bot.doctor import examine
    from bot.doctor.findings import Level

    worst = 0
    async for finding in examine(settings, of_alliance, SystemClock()):
        click.echo(str(finding))
        worst = max(worst, finding.level is Level.PROBLEM)
    return worst
