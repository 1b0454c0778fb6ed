"""The pictures in the README: the demo's page after the first steps of its tour, in each language, always on the same day."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # where pytest, too, finds what all tests share
