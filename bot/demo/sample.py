"""The sample installation: whom the sandbox knows from the start, and how the bot is set up for them."""

import json
from pathlib import Path
from typing import Any

TOKEN = "4242:Sandbox-demo"  # noqa: S105 - works with the sandbox only
OWNERS = "2001,2002"
SEED = Path(__file__).parent / "seed.json"


def settings(url: str, folder: Path) -> dict[str, Any]:
    """Return the settings of the demo's bot: the staff group of the sample, and who owns it from the start."""
    [group] = [call["with"] for call in json.loads(SEED.read_text("utf-8")) if call["call"] == "groups"]
    return {
        "bot_token": TOKEN,
        "bot_api_url": url,
        "data_dir": str(folder),
        "staff_chat_id": group["id"],
        "owner_ids": OWNERS,
    }
