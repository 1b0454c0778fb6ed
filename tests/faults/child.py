"""The bot as these runs start it: the ordinary service, paced by a clock that may run faster.

Everything is imported before the settings are read, so that a process can be kept waiting and takes up its work at once. The
settings come as one line of JSON on standard input; when that pipe closes, whoever started the bot is gone, and it ends too.
"""

import json
import os
import signal
import sys
import threading

from clocks import TestClock

from bot.errors import BotError
from bot.service import run
from bot.settings import given
from bot.start import ready, run_until_done


def _end_with_the_run() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> int:
    line = sys.stdin.readline()
    if not line:
        return 0  # a spare nobody needed
    values = json.loads(line)
    clock = TestClock(values.pop("speed"))
    settings = given(**values)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    try:
        with ready(settings):
            run_until_done(run(settings, clock))
    except BotError as error:
        print(*error.lines, sep="\n", file=sys.stderr)
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
