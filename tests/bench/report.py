"""What was measured, as a table for people and a file for whoever compares."""

from collections.abc import Sequence
from statistics import median
from typing import Any

Series = dict[str, list[float]]


def summary(values: Sequence[float]) -> dict[str, float]:
    """Return one line of the file."""
    return {
        "median": round(median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
        "rounds": len(values),
    }


def ratios(over: Sequence[float], under: Sequence[float]) -> list[float]:
    """Return the ratio of each round: both halves were measured one after the other, on the same machine as busy as it was."""
    return [a / b for a, b in zip(over, under, strict=True)]


def table(series: dict[str, Any]) -> str:
    """Return ``series`` as aligned lines."""
    width = max(map(len, series))
    rows = [f"{'':{width}}  {'median':>9} {'min':>9} {'max':>9}"]
    rows += [f"{name:{width}}  {_cell(s['median'])} {_cell(s['min'])} {_cell(s['max'])}" for name, s in series.items()]
    return "\n".join(rows)


def _cell(value: float) -> str:
    return f"{value:9.2f}" if value < 100 else f"{value:9,.0f}"
