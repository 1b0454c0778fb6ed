"""The doctor's look at the mailbox: reached, logged in, its folder opened. Nothing in it is read or changed."""

from collections.abc import AsyncIterator

from bot.doctor.findings import Finding, note, ok, problem, unencrypted
from bot.mailbox.account import Account
from bot.mailbox.failing import Cause, MailboxError
from bot.mailbox.threads import logged_in, within
from bot.settings import Settings

MATTER = "Letters in"
PROVIDERS = "163, 126 and QQ want IMAP to be allowed in the mailbox's settings"
CAUSES = {
    Cause.CONNECTION: ("is not reached", "check server and port in IMAP_URL, and whether a firewall blocks the port"),
    Cause.TLS: ("offers no encryption we can trust", "use imaps:// with port 993, and the name as the provider gives it"),
    Cause.LOGIN: (
        "refuses user or password",
        f"check both in IMAP_URL; {PROVIDERS}, and a code made there in place of the password",
    ),
    Cause.FOLDER: ("does not open the folder", f"check the end of IMAP_URL, such as /INBOX; {PROVIDERS}"),
    Cause.ANSWER: ("answers what we do not understand", "see that it is an IMAP server, and try again"),
}


async def receiving(settings: Settings) -> AsyncIterator[Finding]:
    """Yield how the mailbox is read."""
    if settings.imap_url is None:
        yield note(MATTER, "off: IMAP_URL is not set")
        return
    account = Account.of_url(settings.imap_url.get_secret_value())
    try:
        async with logged_in(account) as session:
            folder = await within(session, session.look)
            encrypted, idles, marks = session.encrypted, session.idles, session.marks
    except MailboxError as error:
        words, mend = CAUSES[error.cause]
        yield problem(MATTER, f"{account.host} {words}", mend)
        return
    news = "tells when one comes" if idles else "is asked once a minute"
    yield ok(MATTER, f"{account.folder} at {account.host} holds {folder.letters} letters; the server {news}")
    if not marks:
        yield note(MATTER, "the server keeps no keywords, so people do not see in the mailbox what the bot has taken")
    if not encrypted and not account.loopback:
        yield unencrypted(MATTER, "use imaps://")
