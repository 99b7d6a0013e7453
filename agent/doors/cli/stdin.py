"""Standard input, read where a path names it."""

import sys


def named_stdin(paths: list[str]) -> bytes | None:
    """Return what is on standard input if one of the paths is ``-``; nothing past what the parsers take is read.

    Raises:
        InputError: it is closed, or cannot be read.
    """
    if "-" not in paths:
        return None
    # Imported here: options are parsed without the model.
    from agent.doors.lost_streams import unreadable
    from foundation.source.document import MAX_BYTES

    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(error) from None
