"""The commands that stay: the bot itself, and its demonstration against the built-in sandbox."""

import click


@click.command()
def run() -> None:
    """Run the bot against Telegram until it is stopped."""
    from bot.settings import Settings, load
    from bot.start import ready, run_until_done

    settings = load(Settings)
    with ready(settings):
        from bot import service  # the heaviest import comes last: whoever is turned away is turned away at once

        run_until_done(service.run(settings))


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; where others can reach it, a password is asked for and printed.",
)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Where the sandbox's page listens."
)
@click.option("--reset", is_flag=True, help="Start over with fresh sample data.")
def demo(host: str, port: int, reset: bool) -> None:
    """Run the bot against the built-in sandbox, with sample data and a page in the browser."""
    from bot.demo import demo as show
    from bot.start import run_until_done

    run_until_done(show(host=host, port=port, reset=reset))
