"""What an action raises for whoever called it to answer. Nothing here knows Telegram."""


class OutOfDateError(Exception):
    """What is acted on is no longer what the caller saw; they are shown how it stands now."""
