"""How much a chart of others may take, and what is said of one that takes more.

Nothing in Helm's templates bounds them: ``until`` makes a list of any length and ``repeat`` a text, and what Go cannot
allocate ends the process that it is in.
"""

from foundation.model.errors import InputError, Problem

MEBIBYTE = 1024 * 1024
#: For one chart, with all of its values files: seconds, memory, and text that comes back. The largest charts there are
#: render to some 10 MiB in a second or two; a release of more than 1 MiB, compressed, cannot be installed.
MOST_SECONDS, MOST_MEMORY, MOST_TEXT = 120, 1024 * MEBIBYTE, 256 * MEBIBYTE
#: Text of one render.
MOST_TEXT_AT_ONCE = 16 * MEBIBYTE


class RenderTooLargeError(InputError):
    """A chart takes more time or memory than charts may, or renders to more text."""


def too_slow() -> RenderTooLargeError:
    """Return the error of a chart that takes too long."""
    return _error(f"to render and lint this chart takes more than {MOST_SECONDS} s")


def too_hungry() -> RenderTooLargeError:
    """Return the error of a chart that takes too much memory."""
    return _error(f"to render this chart takes more than {MOST_MEMORY // MEBIBYTE} MiB of memory")


def too_long() -> RenderTooLargeError:
    """Return the error of a chart that renders to too much text."""
    least, most = MOST_TEXT_AT_ONCE // MEBIBYTE, MOST_TEXT // MEBIBYTE
    return _error(f"this chart renders to more than {least} MiB of text, or to more than {most} MiB in all")


def _error(message: str) -> RenderTooLargeError:
    remedy = "Look for what grows without end in its templates: until, repeat, a text that is put to itself."
    return RenderTooLargeError(Problem(code="render-too-large", message=message, remedy=remedy))
