"""What an action raises for whoever called it to answer. Nothing here knows Telegram."""

from domain.errors import OutOfDateError

__all__ = ["OutOfDateError"]
