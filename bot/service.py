"""The bot as a whole: everything is put together here and nowhere else.

When the database cannot be written, memory and disk no longer agree, so the whole is built anew from disk. The process stays,
and goes on by itself once there is room again.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from pydantic import SecretStr
from sqlalchemy.exc import DBAPIError

from bot.alarm_texts import alarm_text
from bot.alarms import Alarms, Trouble
from bot.clock import Clock, SystemClock
from bot.delivery.line import Line, telegram_line
from bot.delivery.worker import Worker
from bot.intake.application import BotApplication, build
from bot.intake.consumer import Consumer
from bot.intake.persistence import ConversationStore
from bot.intake.polling import Polling
from bot.intake.receiver import Receiver
from bot.intake.taps import TapAnswers
from bot.intake.webhook import Webhook
from bot.introduction import claim, find_office, introduce, show_commands
from bot.making.made import Making
from bot.owners import Owners
from bot.profile import load as load_profile
from bot.settings import Settings
from bot.stopping import first_of, stopped_by_signal, unless
from bot.telegram.gateway import BotApi
from bot.telegram.transport import Transport
from bot.ticker import Ticker
from bot.upkeep import Retention, Upkeep, watch_disk
from domain.profile import Profile
from handlers import registry
from handlers.kit.office import Office
from storage.database import Database
from storage.facts import take_lease

if TYPE_CHECKING:
    from bot.mailbox.collecting import Collecting

log = structlog.get_logger()

GRACE = 8.0
"""Seconds that calls under way are given when the bot is stopped; systemd waits longer."""

PAUSE = 5.0


async def run(settings: Settings, clock: Clock | None = None, *, tick: float | None = None) -> None:
    """Run the bot until SIGINT or SIGTERM; a database that fails is waited for."""
    clock = clock or SystemClock()
    profile = load_profile(settings)
    first_life = True
    with stopped_by_signal() as stop:
        while not stop.is_set():
            try:
                await Service(settings, profile, clock, first_life=first_life, tick=tick).run(stop)
            except DBAPIError as error:
                first_life = False
                log.error("database.failed", exc_info=error, pause=PAUSE)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), PAUSE)


class Service:
    """One life of the bot, from disk to disk.

    ``first_life``: the first one of this process. Without ``paced`` our own limits on sending are lifted, for measurements.
    ``tick``: every how many seconds it looks for what has become due, where that is not the ticker's own period.
    """

    def __init__(
        self,
        settings: Settings,
        profile: Profile,
        clock: Clock,
        *,
        first_life: bool = True,
        paced: bool = True,
        tick: float | None = None,
    ) -> None:
        self._settings = settings
        self._rate = settings.send_rate if paced else None
        self._profile = profile
        self._clock = clock
        self._first_life = first_life
        self._tick = tick
        self._database = Database(settings.database)
        self._transport = Transport(_secret(settings.https_proxy))
        self._gateway = BotApi(self._transport, settings.bot_api_url, settings.bot_token.get_secret_value())
        self._alarms = self._make_alarms()
        self._registry = registry()
        self.running = asyncio.Event()
        """Set once updates are being taken."""

    async def run(self, stop: asyncio.Event) -> None:
        """Take, handle and deliver until ``stop`` is set. Raises what broke: a database error, or `CannotStart`."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._database.close)
            stack.push_async_callback(self._transport.close)
            try:
                await self._live(stop)
            except DBAPIError:
                self._alarms.failing(Trouble.DATABASE)
                watch_disk(self._settings.data_dir, self._alarms)
                await self._alarms.check()
                raise

    async def _live(self, stop: asyncio.Event) -> None:
        store = ConversationStore(self._database)
        async with self._application(stop, store) as application:
            if application is None:
                return
            bot_id = application.bot.id
            await claim(self._database, bot_id)
            office = await find_office(self._database, self._gateway, self._settings, self._profile, application.bot)
            taps = TapAnswers(self._gateway)
            workers = await self._workers(office, on_report=lambda: consumer.ring())  # noqa: PLW0108 - made below

            def committed() -> None:
                self._alarms.well(Trouble.DATABASE)
                for worker in workers:
                    worker.wake()

            consumer = Consumer(
                database=self._database,
                clock=self._clock,
                application=application,
                store=store,
                office=office,
                registry=self._registry,
                taps=taps,
                on_commit=committed,
                first_life=self._first_life,
            )
            receiver = Receiver(self._database, self._clock, bot_id, consumer.ring)
            await self._until(stop, receiver, consumer, workers, office)
            await taps.close()

    async def _until(
        self, stop: asyncio.Event, receiver: Receiver, consumer: Consumer, workers: Sequence[Worker], office: Office
    ) -> None:
        """Run every part until ``stop`` is set or one of them breaks; then let what is under way end."""
        retention = Retention(self._profile.retention_days, self._profile.enquiry_retention_days)
        upkeep = Upkeep(self._settings, self._database, retention, self._clock, self._alarms)
        await upkeep.seal_erasures()
        ticker = Ticker(partial(_now, consumer.tick), self._alarms.check, upkeep.check, period=self._tick)
        intake = self._intake(receiver)
        async with self._http(intake, receiver):
            taking = [asyncio.ensure_future(part.run()) for part in (intake, *self._mailbox(consumer.ring))]
            working = [asyncio.ensure_future(consumer.run()), *(asyncio.ensure_future(worker.run()) for worker in workers)]
            showing = asyncio.ensure_future(show_commands(self._database, self._gateway, self._registry, office))
            ticker.start()
            self.running.set()
            log.info("bot.running")
            try:
                await first_of(stop, *taking, *working)
            finally:
                ticker.close()
                for each in (*taking, showing):
                    each.cancel()
                consumer.stop()
                await asyncio.gather(*(worker.stop(GRACE) for worker in workers))
                results = await asyncio.gather(*taking, showing, *working, return_exceptions=True)
                log.info("bot.stopped")
        for result in results:
            if isinstance(result, Exception):
                raise result

    def _intake(self, receiver: Receiver) -> Polling | Webhook:
        settings = self._settings
        if settings.webhook_url and settings.webhook_secret:
            secret = settings.webhook_secret.get_secret_value()
            return Webhook(self._gateway, self._clock, self._alarms, settings.webhook_url, secret)
        return Polling(self._gateway, receiver, self._clock, self._alarms)

    def _mailbox(self, on_stored: Callable[[], None]) -> "Sequence[Collecting]":
        """Return what takes letters, if there is a mailbox."""
        if self._settings.imap_url is None:
            return ()
        from bot.mailbox.account import Account
        from bot.mailbox.collecting import Collecting

        account, since = Account.of_url(self._settings.imap_url.get_secret_value()), self._settings.mail_since
        from_ms = None if since is None else round(since.timestamp() * 1000)
        return [Collecting(account, self._database, self._clock, self._alarms, since=from_ms, on_stored=on_stored)]

    @asynccontextmanager
    async def _http(self, intake: Polling | Webhook, receiver: Receiver) -> AsyncIterator[None]:
        """Keep the HTTP surface open, if there is to be one. It is imported only then: it takes a tenth of the memory."""
        if self._settings.http_listen is None:
            yield
            return
        from bot import vitals, web

        async def receive(updates: Sequence[dict[str, Any]]) -> None:
            try:
                await receiver.store(updates)
            except DBAPIError:  # Telegram will ask again; somebody must know meanwhile
                self._alarms.failing(Trouble.DATABASE)
                raise

        last_poll = (lambda: intake.last_success) if isinstance(intake, Polling) else None
        watched = vitals.Vitals(self._database, self._settings.backups, self._clock, last_poll)
        routes = [web.webhook(intake.path, intake.secret, receive)] if isinstance(intake, Webhook) else []
        async with web.serving(web.application(watched, *routes), self._settings.http_listen):
            yield

    async def _workers(self, office: Office, on_report: Callable[[], None]) -> list[Worker]:
        """Return a delivery worker for each line there is."""
        async with self._database.writing() as connection:
            epoch = await take_lease(connection, "bot", self._clock.now())
        making = Making(self._database, self._profile, self._settings.timezone, self._clock)
        line = telegram_line(self._gateway, self._database, self._clock, self._alarms, rate=self._rate, sources=[making])
        lines = [line]
        if self._settings.smtp_url is not None:
            lines.append(await self._letter_line(self._settings.smtp_url.get_secret_value()))
        return [
            Worker(self._database, line, self._clock, epoch=epoch, on_report=on_report, on_move=office.follow) for line in lines
        ]

    async def _letter_line(self, url: str) -> Line:
        """Return the line for letters. What it needs is imported only here, as whoever has no mailbox need not load it."""
        from bot.delivery.mail.composing import Sender, mailbox
        from bot.delivery.mail.line import letter_line

        sender = Sender(self._profile.name, mailbox(self._profile.join_address))
        return await letter_line(
            url,
            sender,
            self._database,
            self._clock,
            self._alarms,
            rate=self._settings.mail_rate,
            fetch=self._gateway.fetch,
        )

    @asynccontextmanager
    async def _application(self, stop: asyncio.Event, store: ConversationStore) -> AsyncIterator[BotApplication | None]:
        """Yield the application once Telegram has said which bot it is, or None when ``stop`` is set before."""
        token = self._settings.bot_token.get_secret_value()
        application = build(token, self._settings.bot_api_url, self._transport, store, self._registry)
        introduced = await unless(stop, introduce(application, self._clock))
        try:
            yield application if introduced else None
        finally:
            await application.shutdown()

    def _make_alarms(self) -> Alarms:
        settings = self._settings
        owners = Owners(settings.owner_ids, settings.default_language, self._database, self._gateway, self._clock)
        text = partial(alarm_text, zone=settings.timezone)
        return Alarms(self._clock, owners.tell, text, settings.data_dir / "troubles.json")


async def _now(call: Callable[[], None]) -> None:
    call()


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None
