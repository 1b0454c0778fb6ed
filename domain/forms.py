"""A half-filled form: what has been answered, and which question waits."""

from dataclasses import dataclass, field
from typing import Any

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A form as it stands: ``version`` grows with every change, ``step`` is the question that waits for an answer."""

    person_id: int
    kind: str
    token: str
    version: int
    step: str
    touched_at: int
    expires_at: int
    answers: Answers = field(default_factory=dict)
