"""One process a database: a second one is turned away with a sentence, before it has touched anything.

The operating system drops the lock with its process, however that ends, so there is never a stale one to remove.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import OperationError

PATIENCE = 0.5
"""Seconds to wait for the lock: `doctor` of the same moment holds it for an instant to see whether it is free."""


def make_private(folder: Path) -> None:
    """Create ``folder`` for this user alone, unless it exists."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OperationError(f"The folder {folder} cannot be created: {error.strerror}.") from None


@contextmanager
def holding(data_dir: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the database in ``data_dir`` alone; raise `OperationError` if another process has it."""
    make_private(data_dir)
    lock = FileLock(data_dir / "alliance.lock", timeout=patience, mode=0o600, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise OperationError(f"Another process of the bot is using {data_dir}: stop it first.") from None
    except OSError as error:
        raise OperationError(f"{data_dir} cannot be locked: {error.strerror}.") from None
    try:
        yield
    finally:
        lock.release()


def is_held(data_dir: Path) -> bool:
    """Whether a process is using the database in ``data_dir``."""
    if not (data_dir / "alliance.lock").exists():
        return False
    try:
        with holding(data_dir, patience=0):
            return False
    except OperationError:
        return True
