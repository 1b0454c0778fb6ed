"""What a maker is asked for, and what it answers with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.profile import Profile
from locales.texts import Texts
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Order:
    """A file that is wanted: in whose words, and what else ``params`` say; ``today`` is the day in the office's zone."""

    profile: Profile
    texts: Texts
    today: date
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A file before it is drawn: its name, the work (``module:function``) that draws it, and the data, as plain as JSON."""

    name: str
    work: str
    data: Any


Maker = Callable[[Unit, Order], Awaitable[Drawing]]
"""Gathers what a file shows. The unit only reads."""
