"""`python -m bot.sandbox`: the sandbox on its own, for any Bot API client."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from bot.sandbox.errors import ControlError
from bot.sandbox.reach import password_for
from bot.sandbox.server import running_sandbox
from bot.sandbox.world import DEFAULT_ADDRESS, DEFAULT_TOKEN, World


def main(arguments: list[str] | None = None) -> int:
    """Run until Ctrl-C or SIGTERM; 0 well, 2 unusable input, 1 anything else."""
    options = _parser().parse_args(arguments)
    try:
        if options.speed <= 0:
            raise ValueError("--speed: expected a number above 0")
        tokens = options.token or [DEFAULT_TOKEN]
        worlds = [
            World(token, speed=options.speed, limits=not options.no_limits, mail_address=options.join_address)
            for token in dict.fromkeys(tokens)
        ]
        asyncio.run(_serve(options, worlds))
    except (ValueError, ControlError) as error:
        print(f"sandbox: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except OSError as error:
        print(f"sandbox: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bot.sandbox", description="A Bot API server on your own machine.")
    parser.add_argument("--port", type=int, default=9000, help="the port (0: a free one)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--token", action="append", help="the bot to play for; may be repeated")
    parser.add_argument("--state", type=Path, help="keep the world in this file over restarts")
    parser.add_argument("--seed", type=Path, help="control calls to begin with, when the world is empty")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast time for limits and expiry runs")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 for rate")
    parser.add_argument("--mail", action="store_true", help="run SMTP and IMAP servers for the join address beside")
    parser.add_argument("--smtp-port", type=int, default=0, help="with --mail: the port for letters out (0: a free one)")
    parser.add_argument("--imap-port", type=int, default=0, help="with --mail: the port for letters in (0: a free one)")
    parser.add_argument("--join-address", default=DEFAULT_ADDRESS, help="the address whose mailbox it is")
    return parser


async def _serve(options: argparse.Namespace, worlds: list[World]) -> None:
    """Listen, say where, and end when asked to."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, ended.set)
    password = password_for(options.host)
    paths = {"state": options.state, "seed": options.seed}
    mail = {"mail": options.mail, "mail_ports": (options.smtp_port, options.imap_port)}
    where = {"host": options.host, "port": options.port, "password": password}
    async with running_sandbox(*worlds, **where, **paths, **mail) as sandbox:
        servers = [sandbox.smtp_url, sandbox.imap_url] if sandbox.mail else []
        print(*sandbox.welcome, *servers, sep="\n", flush=True)  # noqa: T201
        await ended.wait()


if __name__ == "__main__":
    sys.exit(main())
