"""The doctor's look at the mail server that takes our letters: is it reached, encrypted, and may we write from our address.

Nothing is sent. What other servers think of our letters stands in DNS, and the standard library cannot ask there for it: so the
doctor says what to look for.
"""

from collections.abc import AsyncIterator

from bot.clock import Clock
from bot.delivery.mail.account import account
from bot.delivery.mail.composing import mailbox
from bot.delivery.mail.failures import Failure, Rejected, Step
from bot.delivery.mail.smtp import Smtp
from bot.doctor.findings import Finding, note, ok, problem, unencrypted
from bot.setting_types import LOOPBACK
from bot.settings import Settings

MATTER = "Letters out"
CAUSES = {
    "name": ("its name is not known", "check the server's name in SMTP_URL, and the network"),
    "connect": ("it is not reached", "check server and port in SMTP_URL, and whether a firewall blocks the port"),
    "timeout": ("it does not answer", "check server and port in SMTP_URL, and whether a firewall blocks the port"),
    "certificate": ("its certificate is not valid for that name", "write the name in SMTP_URL as the provider gives it"),
    "tls": ("it does not speak TLS on that port", "use smtp://…?starttls=1 with port 587, or smtps:// with port 465"),
    "unsupported": ("it offers no login, or no STARTTLS", "use the address the provider gives for mail programs"),
}
BROKEN = ("it breaks the connection off", "try again; if it lasts, ask the provider")


async def sending(settings: Settings, address: str, clock: Clock) -> AsyncIterator[Finding]:
    """Yield how the mail server sees us, who write from ``address``."""
    if settings.smtp_url is None:
        yield note(MATTER, "off: SMTP_URL is not set")
        return
    address = mailbox(address)
    mine, domain = account(settings.smtp_url.get_secret_value()), address.rpartition("@")[2]
    smtp = Smtp(mine, domain, clock)
    try:
        encrypted = await smtp.check(address)
    except Failure as failure:
        yield _failed(failure, mine.host, address)
        return
    finally:
        await smtp.close()
    yield ok(MATTER, f"{mine.host} takes letters from {address}, of which {settings.mail_rate} an hour may leave")
    if not encrypted and mine.host not in LOOPBACK:
        yield unencrypted(MATTER, "use smtp://…?starttls=1 or smtps://")
    yield _believed(domain, mine.user or address)


def _failed(failure: Failure, host: str, address: str) -> Finding:
    if not isinstance(failure, Rejected):
        words, mend = CAUSES.get(failure.cause, BROKEN)
        return problem(MATTER, f"{host}: {words}", mend)
    if not failure.permanent:
        return problem(MATTER, f"{host} puts us off ({failure.code})", "wait an hour; if it lasts, ask the provider")
    if failure.step is Step.LOGIN:
        mend = "check both in SMTP_URL; 163, 126 and QQ want a code made in the mailbox's settings in place of the password"
        return problem(MATTER, f"{host} refuses user or password ({failure.code})", mend)
    if failure.step is Step.SENDER:
        words = f"{host} takes no letters from {address} ({failure.code})"
        return problem(MATTER, words, "set JOIN_ADDRESS to the account's own address, or have the provider allow it")
    return problem(MATTER, f"{host} refuses the connection ({failure.code})", "ask the provider")


def _believed(domain: str, user: str) -> Finding:
    """Say whether other servers will believe that a letter is ours, as far as can be seen from here."""
    others = user.rpartition("@")[2].lower()
    if "@" in user and others != domain.lower():
        words = f"the account is at {others}, our letters are from {domain}: unless {domain} signs them (DKIM) they are spam"
        return note("Sender", words, f"use an account at {domain}, or have the provider sign for it")
    mend = f"look up the TXT records of {domain} (SPF: it names the provider) and _dmarc.{domain} (DMARC)"
    return note("Sender", "whether others believe our letters stands in DNS, which is not asked; DKIM is the provider's", mend)
