"""What is wrong with a schema that somebody brings along."""

from foundation.source.tree import Path


class Fault(Exception):
    """One mistake in a document.

    Args:
        message: what is wrong.
        path: where.
    """

    def __init__(self, message: str, path: Path = ()) -> None:
        super().__init__(message)
        self.message, self.path = message, path
