"""`demo`: the bot against the built-in sandbox, with sample people, tried in a browser and without Telegram.

The sandbox outlives the bot: the bot is a process of its own, started again whenever it ends, so that killing it is part of
what can be tried.
"""

from bot.demo.show import demo

__all__ = ["demo"]
