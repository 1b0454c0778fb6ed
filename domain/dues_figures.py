"""What a year's dues come to, added up. All sums are in fen."""

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Figures:
    """How many claims there are, what they were made over, what waivers and corrections changed, and what has come in."""

    claims: int = 0
    assessed: int = 0
    adjusted: int = 0
    collected: int = 0

    @property
    def open(self) -> int:
        """What is still to be paid; below zero what was paid too much."""
        return self.assessed + self.adjusted - self.collected


def total(parts: Iterable[Figures]) -> Figures:
    """Return several figures added up."""
    listed = list(parts)
    return Figures(*(sum(getattr(part, field.name) for part in listed) for field in fields(Figures)))
