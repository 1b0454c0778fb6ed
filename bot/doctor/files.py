"""The doctor's look at this machine: settings, profile, folders, the database as a file, backups."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.clock import Clock
from bot.doctor.findings import Finding, note, ok, problem
from bot.lock import is_held
from bot.settings import ENV_FILE, Settings
from bot.upkeep import LOW_DISK, utc
from bot.vitals import OLDEST_BACKUP
from domain.profile import Profile
from storage import ledger
from storage.backup import nightly_stamps, verify
from storage.database import DatabaseUnusableError
from storage.migrate import latest, version

RESET_BUG = ((3, 7, 0), (3, 51, 2))


def files(settings: Settings, profile: Profile, clock: Clock) -> Iterator[Finding]:
    """Yield what can be seen without a connection to anything."""
    yield from _settings(settings)
    yield ok("Profile", profile.name.in_("en"))
    yield _private(settings.data_dir)
    yield _sqlite()
    if not settings.database.exists():
        yield note("Database", f"{settings.database} does not exist yet; the first start makes it")
        return
    yield _database(settings.database)
    yield ok("Process", "a bot is running on this database" if is_held(settings.data_dir) else "no bot is running here")
    yield _disk(settings.data_dir)
    yield _backup(settings.backups, clock)
    yield from _ledger(settings.backups / ledger.NAME)


def _settings(settings: Settings) -> Iterator[Finding]:
    yield ok("Settings", "all well-formed")
    if settings.staff_chat_id is None and not settings.owner_ids:
        yield problem("Staff", "neither STAFF_CHAT_ID nor OWNER_IDS is set: nobody would see an enquiry", "set one of them")
    elif settings.staff_chat_id is None:
        yield note("Staff", "STAFF_CHAT_ID is not set: the owners get enquiries in private", "set it to the staff group's id")
    elif not settings.owner_ids:
        yield note("Staff", "OWNER_IDS is not set: nobody is told in private of troubles", "set the owners' numeric ids")
    env = Path(ENV_FILE)
    if env.is_file() and env.stat().st_mode & 0o077:
        yield problem("Settings", f"others on this machine can read {env}, which holds secrets", f"chmod 600 {env}")


def _private(folder: Path) -> Finding:
    if not folder.exists():
        return note("Folder", f"{folder} does not exist yet; the first start makes it")
    if not folder.is_dir():
        return problem("Folder", f"{folder} is no folder", "set DATA_DIR to a folder")
    if folder.stat().st_mode & 0o077:
        return problem("Folder", f"others on this machine can look into {folder}", f"chmod 700 {folder}")
    return ok("Folder", f"{folder} is for this user alone")


def _sqlite() -> Finding:
    found = sqlite3.sqlite_version_info
    if RESET_BUG[0] <= found <= RESET_BUG[1]:
        words = f"{sqlite3.sqlite_version}; versions up to 3.51.2 can corrupt a database with several writers, this bot has one"
        return note("SQLite", words, "leave writing to the bot")
    return ok("SQLite", sqlite3.sqlite_version)


def _database(path: Path) -> Finding:
    try:
        verify(path)
        found = version(path)
    except DatabaseUnusableError as error:
        return problem("Database", str(error), "restore a backup, or upgrade the program if it says so")
    if found != latest():
        return note("Database", f"sound, of form {found}; the next start brings it to {latest()}")
    return ok("Database", f"sound, of form {found}")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    if free < LOW_DISK:
        return problem("Disk", f"{free // 1_000_000} MB free", "make room before the bot has to stop taking messages")
    return ok("Disk", f"{free // 1_000_000} MB free")


def _ledger(path: Path) -> Iterator[Finding]:
    try:
        ledger.read(path)
    except ledger.LedgerUnreadableError as error:
        mend = "move it away: the running bot writes it anew; restore no backup older than the erasures it named"
        yield problem("Erasures", f"{error} Without it a restore would bring back people who were erased.", mend)


def _backup(folder: Path, clock: Clock) -> Finding:
    newest = max(nightly_stamps(folder), default=None) if folder.exists() else None
    if newest is None:
        return note("Backup", f"no nightly backup in {folder} yet", "the running bot makes the first within ten minutes")
    hours = (utc(clock) - newest).total_seconds() / 3600
    if hours * 3600 > OLDEST_BACKUP:
        return problem("Backup", f"the newest is {hours:.0f} hours old", "see whether the bot is running, and its log")
    return ok("Backup", f"the newest is {hours:.0f} hours old")
