"""The program: runs a command and turns whatever goes wrong into one clear line and an exit status.

0 well, 2 unusable input or settings, 1 anything else; never a traceback.
"""

import os
import sys
import traceback

import click

from bot.cli import cli
from bot.errors import BotError

PRIVATE = 0o077
"""Whatever the process creates is for its own user alone."""


def main() -> None:
    """Run the command in ``sys.argv`` and exit."""
    os.umask(PRIVATE)
    sys.exit(_status())


def _status() -> int:
    try:
        status = cli(prog_name="alliance-bot", standalone_mode=False)
    except BotError as error:
        return _say(error.exit_status, *error.lines)
    except click.ClickException as error:
        return _say(error.exit_code, f"{error.format_message()} See --help.")
    except (click.Abort, KeyboardInterrupt):
        return _say(1, "Interrupted.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the interpreter complains while it closes
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence
        return _say(
            1, f"Unexpected {type(error).__name__} at {_place(error)}. This is a fault of the program: please report it."
        )
    return status if isinstance(status, int) else 0


def _say(status: int, *lines: str) -> int:
    for line in lines:
        click.echo(line, err=True)
    return status


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"


if __name__ == "__main__":
    main()
