"""Has work done in a child process that may fail, hang or outgrow its limits without any harm to this one."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass

KNOWN = ("HOME", "LANG", "PATH", "SYSTEMROOT", "TMPDIR")
"""What the child learns of the environment; what is secret there stays here."""


class ChildFailed(Exception):
    """The child gave no result: it broke, took too long, or needed more than it is allowed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: address space, and seconds of the processor; of the wall's it is given three times as many."""

    megabytes: int = 1024
    seconds: int = 60


async def done(work: str, given: bytes, limits: Limits = Limits()) -> bytes:
    """Return what ``work`` (``module:function``, from bytes to bytes) makes of ``given``, or raise `ChildFailed`."""
    environment = {name: os.environ[name] for name in KNOWN if name in os.environ}
    command = (sys.executable, "-m", "bot.making.child", work, str(limits.megabytes), str(limits.seconds))
    child = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    try:
        async with asyncio.timeout(limits.seconds * 3):
            result, _ = await child.communicate(given)
    except TimeoutError:
        raise ChildFailed from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode != 0:
        raise ChildFailed
    return result
