"""Draws updates from the strategies and writes them to standard output, one a line; as many as the argument says.

A program of its own, because the library also tries constants it finds in whatever modules are loaded: here they are always
the same, so the same updates come out every time. And it draws on one core while the bot handles on the other.
"""

import json
import sys
from typing import Any

from hostile_updates import update
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

AT_ONCE = 50
SERIES = 11
"""Examples a run: with more, the library varies what it has instead of drawing anew. The first is always the simplest."""


def series(number: int) -> list[dict[str, Any]]:
    """Return the updates of one run."""
    found: list[dict[str, Any]] = []

    @seed(number)
    @settings(
        max_examples=SERIES, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(update(), min_size=AT_ONCE, max_size=AT_ONCE))
    def collect(some: list[dict[str, Any]]) -> None:
        found.extend(some)

    collect()
    return found[AT_ONCE:]


def main(count: int) -> None:
    """Write ``count`` different updates."""
    written: set[str] = set()
    number = 0
    while len(written) < count:
        for each in series(number):
            line = json.dumps(each)
            if line not in written and len(written) < count:
                written.add(line)
                print(line)
        number += 1


if __name__ == "__main__":
    main(int(sys.argv[1]))
