"""The commands that read members in from a table, and write the roster as one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.errors import OperationError, UserError

if TYPE_CHECKING:
    from bot.settings import LocalSettings
    from storage.database import Database

FILE = click.Path(dir_okay=False, path_type=Path)
EXCEL = ".xlsx"


@click.command("import-members")
@click.argument("file", type=FILE, required=False)
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
@click.option("--template", type=FILE, help="Write an empty table to fill in.")
@click.option(
    "--undo", type=click.IntRange(1, 2**63 - 1), metavar="ID", help="Take an import back, by the number it was given."
)
def import_members(file: Path | None, dry_run: bool, template: Path | None, undo: int | None) -> None:
    """Read members in from FILE, an Excel (.xlsx) or CSV table: all rows or none.

    A row changes the member with its credit code; without a code, the one of its name. A blank cell changes nothing.
    """
    if [file, template, undo].count(None) != 2 or (dry_run and file is None):
        raise UserError("Expected either FILE, with --dry-run or without, or --template FILE, or --undo ID.")
    from bot.settings import LocalSettings, load
    from bot.start import ready

    settings = load(LocalSettings)
    if template is not None:
        _write(template, partial(_template, settings))
        return
    with ready(settings):
        asyncio.run(_import(settings, file, undo, dry_run=dry_run))


@click.command("export-members")
@click.argument("file", type=FILE)
def export_members(file: Path) -> None:
    """Write the roster to FILE, an Excel table (.xlsx), also beside a running bot."""
    from bot.settings import LocalSettings, load
    from storage.migrate import latest, version

    settings = load(LocalSettings)
    if not settings.database.exists() or version(settings.database) != latest():
        raise OperationError(f"{settings.database} is not there or of another version: run `migrate` first.")
    _write(file, partial(_roster, settings))


async def _import(settings: "LocalSettings", file: Path | None, undo: int | None, *, dry_run: bool) -> None:
    from bot import profile
    from bot.clock import SystemClock
    from bot.tables.importing import Importing
    from locales.texts import Texts

    of_alliance, texts = profile.load(settings), Texts(settings.default_language, settings.timezone)
    async with _opened(settings) as database:
        importing = Importing(database, SystemClock(), of_alliance, texts, click.echo)
        if file is not None:
            await importing.read_in(file, dry_run=dry_run)
        elif undo is not None:
            await importing.undo(undo)


async def _roster(settings: "LocalSettings") -> bytes:
    from bot import profile
    from bot.clock import SystemClock
    from bot.making.made import Making

    async with _opened(settings) as database:
        making = Making(database, profile.load(settings), settings.timezone, SystemClock())
        return (await making.made("roster.xlsx", {"language": settings.default_language})).content


async def _template(settings: "LocalSettings") -> bytes:
    from bot import profile
    from bot.making.made import drawn
    from bot.making.roster import template
    from locales.texts import Texts

    return await drawn(template(profile.load(settings), Texts(settings.default_language, settings.timezone)))


@asynccontextmanager
async def _opened(settings: "LocalSettings") -> "AsyncIterator[Database]":
    from storage.database import Database

    database = Database(settings.database)
    try:
        yield database
    finally:
        await database.close()


def _write(file: Path, make: Callable[[], Coroutine[Any, Any, bytes]]) -> None:
    """Write what ``make`` makes to a new file, whole or not at all; nothing is written over."""
    from bot.making.process import ChildFailed

    if file.suffix.lower() != EXCEL:
        raise UserError(f"{file}: the name of an Excel table ends in {EXCEL}.")
    if file.exists():
        raise UserError(f"{file} exists already: name a new file.")
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(asyncio.run(make()))
        part.replace(file)
    except ChildFailed:
        raise OperationError("The table could not be made; perhaps the machine lacks memory.") from None
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OperationError(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"Written: {file}")
