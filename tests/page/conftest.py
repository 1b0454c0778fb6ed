"""One browser and one demo for all that is tried on the page."""

from collections.abc import AsyncIterator
from shutil import copytree

import pytest
import pytest_asyncio
from browser import a_browser
from playwright.async_api import Browser
from stage import Control
from visit import OPENING, a_demo, a_sample, set_clock


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Control]:
    """A demo just begun, on a Monday morning."""
    folder = tmp_path_factory.mktemp("demo")
    copytree(await a_sample(tmp_path_factory), folder / "demo" / "sample")
    async with a_demo(folder) as started:
        await set_clock(started, OPENING)
        yield started
