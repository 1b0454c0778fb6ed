"""The doctor's look into the database: whose it is, what is held, what waits for a person."""

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.doctor.findings import Finding, note, ok, problem
from bot.settings import Settings
from storage.database import Database, DatabaseUnusableError
from storage.desk import reach
from storage.facts import fact
from storage.moves import moved_to
from storage.vitals import Numbers, numbers


async def records(settings: Settings, clock: Clock) -> tuple[str | None, list[Finding]]:
    """Return the id of the bot the database belongs to, and what is found in it; it is read only."""
    database = Database(settings.database)
    try:
        async with database.reading() as connection:
            found = await numbers(connection, clock.now())
            bot_id = await fact(connection, "bot_id")
            group = await _group(connection, settings.staff_chat_id, clock.now()) if settings.staff_chat_id else []
    except (SQLAlchemyError, DatabaseUnusableError):
        return None, []  # an older form, or damaged: the look at the file has said so
    finally:
        await database.close()
    return bot_id, [_queue(found), *_for_people(found), *group]


async def _group(connection: AsyncConnection, chat: int, now: int) -> list[Finding]:
    found = await reach(connection, await moved_to(connection, chat), now)
    if not found.is_lost(now):
        return []
    words = f"the staff group does not take what the bot sends; {found.posts} messages wait for it"
    mend = "see that the bot is in the group and may write there; what it refused has gone to the owners"
    return [problem("Desk", words, mend)]


def _queue(found: Numbers) -> Finding:
    words = f"{found.waiting} events wait, {found.pending + found.sending} messages are on their way"
    return ok("Queues", words)


def _for_people(found: Numbers) -> list[Finding]:
    findings = []
    if found.held:
        words = f"{found.held} messages from before the backup are held since a restore"
        findings.append(problem("Hold", words, "look at them, then run `release`"))
    if found.uncertain:
        words = f"{found.uncertain} messages of the last 14 days may or may not have arrived"
        findings.append(note("Uncertain", words, "staff decide whether to send them again"))
    if found.poisoned:
        words = f"{found.poisoned} events of the last 14 days were set aside after three tries"
        findings.append(note("Set aside", words, "see the log, and report it as a fault of the program"))
    return findings
