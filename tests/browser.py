"""The machine's own Chromium, and pages in it that bear no complaint in their console."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Locator, Page, Request, async_playwright, expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE_MS = 20_000
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
expect.set_options(timeout=PATIENCE_MS)


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """Start Chromium, without a window, and end it with the block."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def a_page(browser: Browser, url: str, language: str = "zh", **options: Any) -> AsyncIterator[Page]:
    """Open ``url`` as a first visitor does; whatever the page complains of until the block is left is an error."""
    complaints: list[str] = []
    async with await browser.new_context(locale=LOCALES[language], timezone_id="Asia/Shanghai", **options) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        page.on("console", lambda said: said.type in ("error", "warning") and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: _is_left(request) or complaints.append(f"{request.url}: {request.failure}"))
        opened = await page.goto(url)
        assert opened is not None
        assert "content-security-policy" in opened.headers
        await expect(page.locator("#bar .live")).to_have_count(1)  # from here on it hears what happens
        yield page
        assert not complaints, complaints


def _is_left(request: Request) -> bool:
    """Whether a request came to nothing because its page was left, as the stream of events must."""
    return request.failure == "net::ERR_ABORTED"


class Handset:
    """One of the page's phones, as whoever holds it uses it."""

    def __init__(self, page: Page, key: str) -> None:
        self.box = page.locator(f"#{key}")
        self.area = self.box.get_by_role("textbox")
        self.start = self.box.locator(".foot > button")

    async def is_taken_by(self, person: str) -> None:
        """Hand the phone to somebody."""
        await self.box.get_by_role("combobox").select_option(label=person)

    async def sends(self, text: str) -> None:
        """Write a message and press Enter."""
        await self.area.fill(text)
        await self.area.press("Enter")

    async def attaches(self, name: str, content: bytes) -> None:
        """Send a file without a word."""
        await self.box.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
        await self.area.press("Enter")

    async def taps(self, label: str) -> None:
        """Press the newest inline button with this label."""
        await self.box.locator(".key", has_text=label).last.click()

    def message(self, text: str) -> Locator:
        """The newest message that contains a text."""
        return self.box.locator("article", has_text=text).last
