"""The demo's bot: the ordinary service with the sandbox's clock.

Its settings come as one line of JSON on standard input. The demo keeps that pipe open; when it closes, the demo is gone, and
the bot ends as well.
"""

import json
import os
import signal
import sys
import threading

from bot.demo.clock import following
from bot.errors import BotError
from bot.service import run
from bot.settings import Settings, given
from bot.start import ready, run_until_done


async def _run(settings: Settings) -> None:
    async with following(settings.bot_api_url) as clock:
        await run(settings, clock)


def _end_with_the_demo() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Run until SIGTERM, or until the demo is gone."""
    settings = given(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_the_demo, daemon=True).start()
    try:
        with ready(settings):
            run_until_done(_run(settings))
    except BotError as error:
        print(*error.lines, sep="\n", file=sys.stderr)  # noqa: T201
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
