"""What one person means to say in one enquiry, and what must therefore stand in the database afterwards."""

import random
from typing import Any

from stdnum.cn import uscc

from domain import contacts, organisations
from handlers.enquiries.form import STEPS
from handlers.kit.forms import Step

from .screens import Reader

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SURNAMES = "王李张刘陈杨赵黄周吴"


class Wish:
    """An answer to every question: a text, a value, a list of values, or None to skip."""

    def __init__(self, rng: random.Random, reader: Reader, number: int) -> None:
        self._rng, self._reader, self._number = rng, reader, number
        self.answers: dict[str, Any] = {step.key: self._think_of(step) for step in STEPS}

    def changes(self, step: Step) -> None:
        """Let the person think better of one answer."""
        self._number += 100_000
        self.answers[step.key] = self._think_of(step)

    def stored(self, step: Step) -> Any:
        """Return what becomes of the answer to ``step``."""
        answer = self.answers[step.key]
        match step.key:
            case "contact":
                return contacts.contact(answer)
            case "credit_code" if answer is not None:
                return organisations.credit_code(answer)[0]
        return answer

    def is_met_by(self, found: dict[str, Any]) -> bool:
        """Say whether ``found`` holds every answer and nothing else."""
        wanted = {step.key: _plain(self.stored(step)) for step in STEPS}
        return wanted == {key: _plain(value) for key, value in found.items()}

    def _think_of(self, step: Step) -> Any:
        rng, values = self._rng, list(self._reader.labels(step))
        if step.optional and rng.random() < 0.3:
            return None
        if step.several:
            return rng.sample(values, rng.randint(1, min(3, len(values))))
        return rng.choice(values) if values else self._type(step.key)

    def _type(self, key: str) -> str:
        rng, number = self._rng, self._number
        match key:
            case "organisation":
                return f"第{number}智能科技（北京）有限公司"
            case "credit_code":
                body = "91110108" + "".join(rng.choices(ALPHABET, k=9))
                return body + (uscc.calc_check_digit(body) if rng.random() < 0.7 else "?")
            case "contact_name":
                return f"{rng.choice(SURNAMES)}{number}"
            case "contact":
                return f"person{number}@example.com" if rng.random() < 0.5 else f"138{number % 10**8:08}"
        return f"请问第{number}个问题：会费 <b>怎样</b> & 何时缴纳？"


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value
