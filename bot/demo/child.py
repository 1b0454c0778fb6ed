"""The demo's bot: the ordinary service with the sandbox's clock.

Standard input tells it all: its settings in the first line, JSON, and then in a line each time how far the clock is shifted.
The demo keeps that pipe open; when it closes, the demo is gone, and the bot ends as well.
"""

import json
import sys
from typing import BinaryIO

from bot.demo.clock import TICK, SandboxClock, following
from bot.errors import BotError
from bot.service import run
from bot.settings import Settings, given
from bot.start import ready, run_until_done


async def _run(settings: Settings, clock: SandboxClock, pipe: BinaryIO) -> None:
    async with following(pipe, clock):
        await run(settings, clock, tick=TICK)


def main() -> int:
    """Run until SIGTERM, or until the demo is gone."""
    pipe = open(sys.stdin.fileno(), "rb", buffering=0)  # noqa: SIM115 - unbuffered: what follows a line is left to the loop
    settings, clock = given(**json.loads(pipe.readline())), SandboxClock()
    clock.hear(pipe.readline())
    try:
        with ready(settings):
            run_until_done(_run(settings, clock, pipe))
    except BotError as error:
        print(*error.lines, sep="\n", file=sys.stderr)  # noqa: T201
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
