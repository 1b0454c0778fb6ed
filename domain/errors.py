"""What goes wrong for everybody alike: raised by whoever notices, answered by whoever was asked."""


class OutOfDateError(Exception):
    """What is acted on is no longer what the caller saw; they are shown how it stands now."""
