"""`make pictures`: plays the tour's first steps in a fresh demo and writes `docs/pictures/zh.png` and `en.png`."""

import asyncio
import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from browser import CHROMIUM, a_browser, a_page
from playwright.async_api import Browser, expect
from tour import Visitor
from visit import OPENING, a_demo, set_clock

from bot import logs
from bot.demo.preparing import prepare
from bot.demo.story import load

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = {"width": 1440, "height": 900}
LARGEST = 400_000
LANGUAGES = ("zh", "en")


async def _take(browser: Browser, url: str, language: str) -> bytes:
    """Return a picture of what a visitor sees who has asked, let time pass, answered and is about to kill the bot."""
    async with a_page(browser, url, language, viewport=SIZE) as page:
        visitor = Visitor(page, language)
        await visitor.asks()
        await visitor.lets_time_pass()
        await visitor.answers()
        await page.locator("#panetab-faults").click()
        await page.locator("#bar h1").click()  # nothing has the focus
        await expect(visitor.dock.locator(".danger")).to_be_visible()
        return await page.screenshot()


async def _take_all(folder: Path) -> dict[str, bytes]:
    sample = folder / "demo" / "sample"
    sample.mkdir(parents=True)
    await prepare(load(), sample, OPENING.date())
    async with a_browser() as browser, a_demo(folder) as demo:
        await set_clock(demo, OPENING)
        return {language: await _take(browser, demo.url, language) for language in LANGUAGES}


def main() -> int:
    """Take the pictures, write them and say how large they are."""
    if CHROMIUM is None:
        print("No Chromium: the pictures cannot be taken.", file=sys.stderr)
        return 1
    logs.configure("text", logging.WARNING)
    with TemporaryDirectory() as folder:
        pictures = asyncio.run(_take_all(Path(folder)))
    PICTURES.mkdir(exist_ok=True)
    for language, picture in pictures.items():
        (PICTURES / f"{language}.png").write_bytes(picture)
        print(f"docs/pictures/{language}.png: {len(picture) / 1000:.0f} kB")
    return int(any(len(picture) > LARGEST for picture in pictures.values()))


if __name__ == "__main__":
    sys.exit(main())
