"""The client under test, closed after each test."""

from collections.abc import AsyncIterator

import pytest

from bot.telegram.transport import Transport


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    made = Transport()
    yield made
    await made.close()
