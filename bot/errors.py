"""What ends a command with a sentence instead of a traceback: the kinds of failure and the exit status of each."""


class BotError(Exception):
    """A failure the operator can read: each of ``lines`` is one clear sentence."""

    exit_status = 1

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines


class UserError(BotError):
    """What was given cannot be used: settings, a file, an argument."""

    exit_status = 2


class OperationError(BotError):
    """What was asked for could not be done, although it was well put."""


class CannotStart(OperationError):
    """The bot does not start, and the sentence says what to mend first."""
