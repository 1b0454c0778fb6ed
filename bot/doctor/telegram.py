"""The doctor's look at Telegram: the token, the staff group, the webhook, the proxy and the clock."""

from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.clock import Clock
from bot.doctor.findings import Finding, note, ok, problem
from bot.settings import Settings
from bot.telegram.gateway import BotApi, Gateway, Refused
from bot.telegram.transport import Transport, TransportError

PATIENCE = 15.0
DRIFT = 60.0

ADMINISTRATORS = ("administrator", "creator")


async def telegram(settings: Settings, bot_id: str | None, clock: Clock) -> AsyncIterator[Finding]:
    """Yield how Telegram sees the bot; ``bot_id`` is whose the database is."""
    proxy = settings.https_proxy.get_secret_value() if settings.https_proxy else None
    transport = Transport(proxy)
    gateway = BotApi(transport, settings.bot_api_url, settings.bot_token.get_secret_value())
    try:
        me = await _ask(gateway, "getMe", {})
        yield _identity(me, bot_id)
        async for finding in _further(gateway, settings, me, clock):
            yield finding
    except TransportError as error:
        yield _unreachable(error, settings)
    except Refused as error:
        yield problem(
            "Telegram", f"getMe was refused with {error.code}", "take the token from BotFather and set BOT_TOKEN anew"
        )
    finally:
        await transport.close()


async def _further(gateway: Gateway, settings: Settings, me: dict[str, Any], clock: Clock) -> AsyncIterator[Finding]:
    if settings.https_proxy:
        yield ok("Proxy", "carries the calls to Telegram")
    yield _webhook(await _ask(gateway, "getWebhookInfo", {}), settings)
    yield await compared(clock, settings)
    for owner in settings.owner_ids:
        if not await _is_open(gateway, owner):
            yield problem(
                "Owners",
                f"{owner} has not started the bot, so it cannot write there",
                f"open @{me.get('username')} and press Start",
            )
    if settings.staff_chat_id is None:
        return
    try:
        chat = await _ask(gateway, "getChat", {"chat_id": settings.staff_chat_id})
        member = await _ask(gateway, "getChatMember", {"chat_id": settings.staff_chat_id, "user_id": me["id"]})
    except Refused as error:
        yield problem(
            "Staff group", f"the bot does not see it (error {error.code})", "add the bot to the group and check STAFF_CHAT_ID"
        )
    else:
        yield _staff_group(chat, member, me)


async def _is_open(gateway: Gateway, person: int) -> bool:
    try:
        await _ask(gateway, "getChat", {"chat_id": person})
    except Refused:
        return False
    return True


async def _ask(gateway: Gateway, method: str, params: dict[str, Any]) -> Any:
    return await gateway.call(method, params, read_timeout=PATIENCE)


def _unreachable(error: TransportError, settings: Settings) -> Finding:
    if error.cause == "proxy":
        return problem("Proxy", "it does not answer, or refuses", "check HTTPS_PROXY")
    mend = "check HTTPS_PROXY" if settings.https_proxy else "check the network; where Telegram is blocked, set HTTPS_PROXY"
    return problem("Telegram", f"{settings.bot_api_url} is not reached ({error.cause})", mend)


def _identity(me: dict[str, Any], bot_id: str | None) -> Finding:
    words = f"@{me.get('username')}, id {me['id']}"
    if bot_id is not None and bot_id != str(me["id"]):
        mend = "set the right BOT_TOKEN, or another DATA_DIR"
        return problem("Telegram", f"{words}, but the database belongs to the bot with id {bot_id}", mend)
    return ok("Telegram", words)


def _webhook(info: dict[str, Any], settings: Settings) -> Finding:
    address, wanted = str(info.get("url") or ""), settings.webhook_url
    waiting = f"{info.get('pending_update_count', 0)} updates wait at Telegram"
    if address == (wanted or ""):
        return ok("Updates", f"{'by webhook' if wanted else 'by long polling'}; {waiting}")
    if wanted:
        return note("Updates", f"Telegram does not know the webhook of WEBHOOK_URL yet; {waiting}", "the next start tells it")
    return note("Updates", f"a webhook is set at Telegram, which stops long polling; {waiting}", "the next start removes it")


async def compared(clock: Clock, settings: Settings) -> Finding:
    """Return how far ``clock`` is from the time Telegram's answers carry."""
    proxy = settings.https_proxy.get_secret_value() if settings.https_proxy else None
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=False) as session,
            session.get(settings.bot_api_url, proxy=proxy, allow_redirects=False) as answer,
        ):
            drift = clock.now() / 1000 - parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return note("Clock", "could not be compared with Telegram's")
    if abs(drift) > DRIFT:
        return problem(
            "Clock", f"{abs(drift):.0f} seconds {'ahead' if drift > 0 else 'behind'}", "let the machine set its clock (NTP)"
        )
    return ok("Clock", "agrees with Telegram's")


def _staff_group(chat: dict[str, Any], member: dict[str, Any], me: dict[str, Any]) -> Finding:
    matter, admin = "Staff group", member.get("status") in ADMINISTRATORS
    if not chat.get("is_forum"):
        if admin or me.get("can_read_all_group_messages"):
            return note(matter, "has no topics: enquiries are reply threads", "turn topics on for one topic an enquirer")
        words = "has no topics, and the bot sees only replies to itself"
        return note(matter, words, "turn topics on, and make the bot an administrator who may manage topics")
    if not admin:
        return problem(matter, "the bot is no administrator there", "make it one, with the right to manage topics")
    if not member.get("can_manage_topics") and member.get("status") != "creator":
        return problem(matter, "the bot may not manage topics", "give it that right")
    if not member.get("can_delete_messages") and member.get("status") != "creator":
        words = "the bot may not delete messages: colleagues must, when somebody has their data deleted"
        return note(matter, words, "give it that right")
    return ok(matter, "has topics, and the bot may manage them")
