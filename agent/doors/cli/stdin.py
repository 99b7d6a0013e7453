"""Standard input, read where a path names it."""

import sys

#: What messages call it.
STDIN = "<stdin>"
_read: list[bytes] = []


def named_stdin(paths: list[str]) -> bytes | None:
    """Return what is on standard input if one of the paths is ``-``; nothing past what the parsers take is read.

    Raises:
        InputError: it is closed, or cannot be read.
    """
    _read.clear()
    if "-" not in paths:
        return None
    # Imported here: options are parsed without the model.
    from agent.doors.lost_streams import unreadable
    from foundation.source.document import MAX_BYTES

    try:
        _read.append(sys.stdin.buffer.read(MAX_BYTES + 1))
    except OSError as error:
        raise unreadable(error) from None
    return _read[0]


def content_of_stdin() -> bytes | None:
    """Return what was read of standard input, to show the lines that mistakes are about."""
    return _read[0] if _read else None
