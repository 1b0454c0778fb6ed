"""Files that must be on the disk before anything is said about them."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Return once a file, or what a folder lists, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
