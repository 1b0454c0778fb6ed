"""Telegram as this process reaches it: one HTTP client under both our own calls and python-telegram-bot."""
