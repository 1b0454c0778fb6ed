"""The sample installation: the world it lives in, and how the bot is set up for the people of the story."""

import secrets
from pathlib import Path
from typing import Any

from bot import profile
from bot.demo.story import Story
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from bot.settings import given
from domain.profile import Profile

BOT_ID = 4242
NAME = "联盟会员服务"
WORLD = "world.json"
"""The file that keeps the sandbox's side of it, beside the bot's database."""

ALLIANCE = "alliance.toml"
FEES = Path(__file__).with_name("fees.toml")


def alliance(folder: Path) -> Path:
    """Write the profile of the sample into ``folder``: the shipped one, on which the story relies, with made-up fees."""
    path = folder / ALLIANCE
    path.write_text(profile.SHIPPED.read_text("utf-8") + FEES.read_text("utf-8"), "utf-8")
    return path


def alliance_in(folder: Path) -> Profile:
    """Return the profile of the sample in ``folder``."""
    return profile.load(given(bot_token=f"{BOT_ID}:Sandbox", alliance_file=alliance(folder)))


def world(of_alliance: Profile, folder: Path, *, limits: bool = True) -> World:
    """Return a world of the bot in ``folder`` in which nothing has happened yet."""
    empty = World(_token(folder), limits=limits, mail_address=of_alliance.join_address)
    empty.bot.first_name = NAME
    return empty


def settings(story: Story, sandbox: Sandbox, folder: Path) -> dict[str, Any]:
    """Return the settings of the bot whose Telegram and mailbox are the sandbox's."""
    return {
        "bot_token": sandbox.world.bot.token,
        "bot_api_url": sandbox.url,
        "smtp_url": sandbox.smtp_url,
        "imap_url": sandbox.imap_url,
        "data_dir": str(folder),
        "alliance_file": str(folder / ALLIANCE),
        "staff_chat_id": story.group.id,
        "owner_ids": ",".join(str(person.id) for person in story.people if person.owner),
    }


def _token(folder: Path) -> str:
    """Return the token of the bot in ``folder``, drawn the first time: who knows it and reaches the port can be the bot."""
    path = folder / "token"
    if not path.exists():
        path.write_text(f"{BOT_ID}:Sandbox-{secrets.token_urlsafe(16)}")
    return path.read_text()
