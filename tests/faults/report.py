"""The outcome of a run, and how it is shown: one line of a table, one object in a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

COLUMNS = ("name", "kills", "events", "lost", "doubled", "uncertain", "in_flight_max", "seed")


@dataclass
class Result:
    """One run. ``problems`` is empty when every promise was kept; ``notes`` are worth a look."""

    name: str
    seed: int
    kills: int = 0
    events: int = 0
    lost: int = 0
    doubled: int = 0
    uncertain: int = 0
    in_flight_max: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def must(self, holds: object, otherwise: str) -> None:
        """Note a problem unless ``holds``."""
        if not holds:
            self.problems.append(otherwise)

    def figures(self) -> dict[str, str | int]:
        return {name: getattr(self, name) for name in COLUMNS}


def table(results: Iterable[Result]) -> str:
    """Return the results as a table, with what went wrong below."""
    found = list(results)
    rows = [[*(str(each.figures()[name]) for name in COLUMNS), f"{each.seconds:.0f} s"] for each in found]
    head = [name.replace("_", " ") for name in COLUMNS] + ["time"]
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]]
    for each in found:
        lines += [f"{each.name}: {note}" for note in each.notes] + [f"{each.name}: PROBLEM: {what}" for what in each.problems]
    return "\n".join(lines)
