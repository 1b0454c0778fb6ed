"""The commands that look after the database: bring it up to date, copy it, put a copy back, end the hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.errors import OperationError, UserError

FILE = click.Path(dir_okay=False, path_type=Path)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn what storage refuses into the errors of the command line."""
    from storage.backup import BackupRefusedError
    from storage.database import DatabaseUnusableError

    try:
        yield
    except BackupRefusedError as error:
        raise UserError(str(error)) from error
    except DatabaseUnusableError as error:
        raise OperationError(str(error)) from error


@click.command()
def migrate() -> None:
    """Bring the database to the form this version needs; `run` does the same when it starts."""
    from bot.settings import LocalSettings, load
    from bot.start import ready

    with ready(load(LocalSettings)) as steps:
        click.echo(f"Migrated: {', '.join(steps)}." if steps else "The database is up to date.")


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Copy the database to FILE, also beside a running bot; the copy is checked before it gets its name."""
    from bot.settings import LocalSettings, load
    from storage.backup import backup as copy

    with _sentences():
        copy(load(LocalSettings).database, file)
    click.echo(f"Written and checked: {file}")


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Put the backup FILE in place of the database; what was queued in it is held until `release`.

    Whoever had their data deleted since the backup was made is deleted again.
    """
    from bot.clock import SystemClock
    from bot.lock import holding
    from bot.settings import LocalSettings, load
    from bot.upkeep import utc
    from storage import ledger
    from storage.restore import restore as put_back

    settings = load(LocalSettings)
    with holding(settings.data_dir), _sentences():
        done = put_back(file, settings.database, utc(SystemClock()), settings.backups / ledger.NAME)
    if done.aside:
        click.echo(f"The former database is kept as {done.aside}")
    if done.erased:
        click.echo(f"Deleted again, because they had their data deleted since the backup: {done.erased}.")
    held = f"{done.held} queued messages are held: look at them, then run `release`."
    hold = held if done.held else "Nothing was queued in it."
    click.echo(f"Restored from {file}. {hold}")


@click.command()
def release() -> None:
    """End the hold after a restore: what was queued in the backup goes out."""
    from bot.settings import LocalSettings, load
    from storage.restore import release as let_go

    with _sentences():
        count = let_go(load(LocalSettings).database)
    click.echo("There is no hold." if count is None else f"The hold has ended: {count} messages will go out now.")
