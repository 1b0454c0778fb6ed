"""What the doctor says: a matter, how it stands, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a matter stands. Only a problem makes the exit status 1."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; ``mend`` is what to do about it."""

    level: Level
    matter: str
    words: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<8} {self.matter}: {self.words}" + (f" → {self.mend}" if self.mend else "")


def ok(matter: str, words: str) -> Finding:
    """Return that a matter is well."""
    return Finding(Level.OK, matter, words)


def note(matter: str, words: str, mend: str = "") -> Finding:
    """Return what is worth knowing about a matter."""
    return Finding(Level.NOTE, matter, words, mend)


def problem(matter: str, words: str, mend: str) -> Finding:
    """Return that a matter must be mended."""
    return Finding(Level.PROBLEM, matter, words, mend)


def unencrypted(matter: str, mend: str) -> Finding:
    """Return that a password crosses the network in the clear."""
    return problem(matter, "the connection is not encrypted: the password can be read on the way", mend)
