"""The program of a child process: bytes in, bytes out, under limits of its own.

What a stranger's file does to a parser, or a large table to memory, ends here and not in the bot. Nothing is said about a
failure but the exit status: an error's words may quote what stood in a cell.
"""

import importlib
import sys
from collections.abc import Callable


def limit(megabytes: int, seconds: int) -> None:
    """Give this process no more memory and processor time than that, where the system knows such limits; and no core file."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, megabytes << 20),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def main() -> None:
    """Do the work named in the arguments (``module:function``) with what stands on standard input."""
    work, megabytes, seconds = sys.argv[1:]
    limit(int(megabytes), int(seconds))
    module, _, name = work.partition(":")
    function: Callable[[bytes], bytes] = getattr(importlib.import_module(module), name)
    sys.stdout.buffer.write(function(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
