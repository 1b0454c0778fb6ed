"""Step-by-step conversations: the steps are data, the way through them is written once."""

from handlers.kit.forms.flow import FormFlow
from handlers.kit.forms.sheet import State
from handlers.kit.forms.steps import Accepted, Choice, Form, Paper, Rejected, Step, choice

__all__ = ["Accepted", "Choice", "Form", "FormFlow", "Paper", "Rejected", "State", "Step", "choice"]
