"""The bot as these runs start it: the ordinary service, paced by a clock that may run faster.

Everything it takes is imported, and the answers are learned, before a life is forked off, so that it takes up its work at once.
When whoever started it is gone, it ends too.
"""

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import Connection
from typing import Any

from clocks import TestClock

from bot.errors import BotError
from bot.introduction import learned
from bot.profile import load
from bot.service import run
from bot.settings import given
from bot.start import ready, run_until_done

_shipped = load(given(bot_token="1:Sandbox"))
learned(_shipped.answers, _shipped.asked)


def live(settings: dict[str, Any], output: Connection) -> None:
    """Be one life of the bot, from its start to its end, and say on ``output`` what it says."""
    os.dup2(output.fileno(), sys.stderr.fileno())
    output.close()
    os.setsid()
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    clock, told = TestClock(settings.pop("speed")), given(**settings)
    try:
        with ready(told):
            run_until_done(run(told, clock))
    except BotError as error:
        print(*error.lines, sep="\n", file=sys.stderr)
        sys.exit(error.exit_status)


def _end_with_the_run() -> None:
    run = multiprocessing.parent_process()
    assert run is not None
    run.join()
    os.kill(os.getpid(), signal.SIGKILL)
