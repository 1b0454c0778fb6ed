"""The doctor's look at fonts: the picture in the dues report needs one with Chinese characters."""

from bot.doctor.findings import Finding, note, ok
from bot.making.chart import PACKAGE
from bot.making.process import ChildFailed, done

MATTER = "Font"


async def chinese_font() -> Finding:
    """Return whether this machine can draw pictures with Chinese words."""
    try:
        name = (await done("bot.making.chart:font", b"")).decode()
    except ChildFailed:
        return note(MATTER, "pictures cannot be drawn here", "see whether matplotlib is installed and memory is left")
    if name:
        return ok(MATTER, f"pictures are drawn in {name}")
    return note(MATTER, "none with Chinese characters: /dues_report comes without its picture", f"install {PACKAGE}")
