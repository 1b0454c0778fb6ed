"""What owners read when something has been failing, and when it works again: what is wrong first, then what to do."""

from datetime import tzinfo

from bot.alarms import Trouble
from domain.languages import Language
from locales.texts import N_, Msg, Texts

FAILING = {
    Trouble.POLLING: N_(
        "⚠ No updates can be fetched from Telegram, which keeps them for 24 hours. Please check the network or proxy."
    ),
    Trouble.SENDING: N_(
        "⚠ Messages cannot be sent to Telegram. They wait on disk. Please check the network, the proxy and BOT_TOKEN."
    ),
    Trouble.MAILBOX: N_("⚠ The mailbox cannot be read. Letters wait in it. Please run “doctor” and check IMAP_URL."),
    Trouble.LETTERS: N_("⚠ Letters cannot be sent. They wait on disk. Please run “doctor” and check SMTP_URL."),
    Trouble.DATABASE: N_(
        "⚠ The database cannot be written. Telegram keeps new messages for 24 hours. Please check the disk, then the log."
    ),
    Trouble.DISK: N_("⚠ The disk is almost full. Please make room before the bot has to stop taking messages."),
    Trouble.BACKUP: N_("⚠ The nightly backup has failed. Please run “doctor” and check the backup folder."),
}

WELL = {
    Trouble.POLLING: N_("✓ Updates are being fetched from Telegram again."),
    Trouble.SENDING: N_("✓ Messages are being sent again."),
    Trouble.MAILBOX: N_("✓ The mailbox is being read again."),
    Trouble.LETTERS: N_("✓ Letters are being sent again."),
    Trouble.DATABASE: N_("✓ The database can be written again."),
    Trouble.DISK: N_("✓ The disk has room again."),
    Trouble.BACKUP: N_("✓ The backup works again."),
}


def alarm_text(language: Language, trouble: Trouble, well: bool, zone: tzinfo) -> str:
    """Return what an owner reads about ``trouble``."""
    message: Msg = (WELL if well else FAILING)[trouble]
    return Texts(language, zone).say(message)
