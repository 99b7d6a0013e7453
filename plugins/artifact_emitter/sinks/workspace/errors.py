"""A save that cannot be finished, and cannot be taken back either."""


class UnfinishedError(OSError):
    """Something in the folder is not where it belongs; the next run goes on from there.

    Args:
        message: what is where.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
