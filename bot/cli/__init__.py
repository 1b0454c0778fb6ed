"""The command line. Only click is imported here: a command imports what it needs when it runs, so that --help is quick."""

import click

from bot.cli.ask import ask
from bot.cli.data import backup, migrate, release, restore
from bot.cli.doctor import doctor
from bot.cli.roster import export_members, import_members
from bot.cli.serve import demo, run


@click.group(no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alliance-bot")
def cli() -> None:
    """The member-services desk of an industry alliance, on Telegram."""


for command in (run, demo, ask, doctor, migrate, import_members, export_members, backup, restore, release):
    cli.add_command(command)
