"""The first words with Telegram: which bot this is, where its colleagues sit, and which commands it shows."""

import asyncio
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.errors import CannotStart
from bot.intake.application import BotApplication
from bot.profile import path_of
from bot.settings import Settings
from bot.telegram.gateway import Gateway, Refused
from bot.telegram.transport import TransportError
from domain.answers import Answer, Asked, Index
from domain.people import ChannelKind
from domain.profile import Profile
from handlers.kit.capability import Registry
from handlers.kit.menus import general_menus, own_menu
from handlers.kit.office import Office
from storage import contacts
from storage.database import Database
from storage.facts import fact, remember
from storage.moves import moved_to
from storage.people import by_addresses
from storage.staff import appointed

log = structlog.get_logger()

REFUSALS = 3
"""A proxy or a captive portal may answer 401 once; a wrong token does so every time."""

LONGEST_PAUSE = 60.0

PATIENCE = 5.0
"""Seconds Telegram may take to describe the staff group; what it said last is remembered."""


async def introduce(application: BotApplication, clock: Clock) -> None:
    """Let the library ask Telegram which bot this is, waiting for Telegram as long as it takes.

    Raises `CannotStart` when the token is refused again and again.
    """
    refused = failures = 0
    while True:
        try:
            await application.initialize()
            return
        except InvalidToken:
            refused += 1
            if refused >= REFUSALS:
                raise CannotStart("Telegram does not accept BOT_TOKEN; ask BotFather for the token and set it anew.") from None
        except TelegramError as error:
            log.warning("telegram.unreachable", kind=type(error).__name__, mend="check the network and HTTPS_PROXY; see doctor")
        failures += 1
        await clock.sleep(min(LONGEST_PAUSE, 2.0 ** min(failures, 10)))


async def claim(database: Database, bot_id: int) -> None:
    """Make the database this bot's, or raise `CannotStart` when it belongs to another: a test must not write to members."""
    async with database.writing() as connection:
        owner = await fact(connection, "bot_id")
        if owner is not None and owner != str(bot_id):
            raise CannotStart(
                f"This database belongs to the bot with id {owner}, but BOT_TOKEN is that of {bot_id}. "
                "Set the right token, or another DATA_DIR."
            )
        await remember(connection, "bot_id", str(bot_id))


async def find_office(database: Database, gateway: Gateway, settings: Settings, profile: Profile, bot: ExtBot[None]) -> Office:
    """Return the office: what settings say, and whether the staff group has topics, as Telegram says or said last."""
    office = Office(
        profile=profile,
        profile_file=path_of(settings).name,
        zone=settings.timezone,
        default_language=settings.default_language,
        owner_ids=frozenset(settings.owner_ids),
        staff_chat=settings.staff_chat_id,
        staff_topics=False,
        bot_id=bot.id,
        answers=learned(profile.answers, profile.asked),
        bot_name=bot.username,
        sends_letters=settings.smtp_url is not None,
    )
    if office.staff_chat is not None:
        async with database.reading() as connection:
            office.staff_chat = await moved_to(connection, office.staff_chat)
        topics = await _has_topics(gateway, office.staff_chat)
        async with database.writing() as connection:
            office.staff_topics = await _remembered(connection, office.staff_chat, topics)
    return office


@lru_cache(2)
def learned(answers: tuple[Answer, ...], asked: tuple[Asked, ...]) -> Index:
    """Return the index over the profile's answers, learned once: a life of the bot may be short when the disk fails."""
    return Index(answers, asked)


async def _has_topics(gateway: Gateway, chat: int) -> bool | None:
    try:
        found = await gateway.call("getChat", {"chat_id": chat}, read_timeout=PATIENCE)
    except (TransportError, Refused):
        log.warning("desk.unreachable")
        return None
    return bool(found.get("is_forum"))


async def _remembered(connection: AsyncConnection, chat: int, topics: bool | None) -> bool:
    name = f"topics:{chat}"
    if topics is None:
        return await fact(connection, name) == "yes"
    await remember(connection, name, "yes" if topics else "no")
    return topics


async def show_commands(database: Database, gateway: Gateway, registry: Registry, office: Office) -> None:
    """Set the command menus, best effort: they are a convenience. A colleague who has not pressed Start gets theirs then."""
    async with database.reading() as connection:
        ids = office.owner_ids | (await appointed(connection)).keys()
        known = await by_addresses(connection, ChannelKind.TELEGRAM, sorted(map(str, ids)))
        speaking = await contacts.speaking(connection, [person.id for person, _ in known.values()])
    own = [
        own_menu(registry, office, person, channel, contact=person.id in speaking, staff=True)
        for person, channel in known.values()
    ]
    await asyncio.gather(*(_show(gateway, *menu) for menu in (*general_menus(registry, office), *own)))


async def _show(gateway: Gateway, method: str, menu: dict[str, Any]) -> None:
    try:
        await gateway.call(method, menu)
    except (TransportError, Refused):
        log.warning("menu.not_set", scope=menu["scope"]["type"])
