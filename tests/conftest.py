"""What all tests share: the stage, and a bot that runs on it."""

import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path

os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library warns until its next behaviour is chosen, and warnings are errors

import pytest
import structlog
from stage import Stage, a_stage

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))  # what fails is asserted, not logged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage without Telegram's limits; what is about limits makes its own."""
    async with a_stage(tmp_path, limits=False) as made:
        yield made
