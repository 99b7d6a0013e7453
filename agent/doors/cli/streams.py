"""Standard input, output and error, whatever the program was started with: closed, full, or without a reader."""

import errno
import io
import os
import select
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Streams:
    """The standard streams of the process; once this is made, writing to ``sys.stdout`` and ``sys.stderr`` never fails.

    What could not be written is asked for at the end: so a command runs to its end and says on the other stream what
    it has to say, wherever in the output the first byte got lost.
    """

    def __init__(self) -> None:
        _occupy()
        if sys.stdin is None:
            sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), "utf-8")
        self._output = _guarded(1, sys.stdout) if sys.stdout is sys.__stdout__ else None
        if sys.stderr is sys.__stderr__:
            sys.stderr = _guarded(2, sys.stderr)
        if self._output is not None:
            sys.stdout = self._output

    def lost(self) -> OSError | None:
        """Send what is still held back; return why standard output did not take all, if it did not."""
        sys.stdout.flush()
        return self._output.sink.lost if self._output is not None else None

    def let_go(self) -> None:
        """Have what is still held back forgotten: nobody is waited for who has stopped reading."""
        if self._output is not None:
            self._output.sink.lost = self._output.sink.lost or BrokenPipeError()


def strict_output() -> TextIO:
    """Return standard output as a stream that fails when it cannot write, for who has to know what arrived."""
    if not isinstance(sys.stdout, _Guarded):
        return sys.stdout
    sys.stdout.flush()
    return os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")


class _Sink(io.FileIO):
    """A file that takes everything, and remembers why it could not pass it on."""

    lost: OSError | None = None

    def write(self, data: "ReadableBuffer", /) -> int:
        if self.lost is None:
            try:
                return self._passed_on(data)
            except OSError as error:
                self.lost = error
        return memoryview(data).nbytes

    def _passed_on(self, data: "ReadableBuffer") -> int:
        # Whoever shares the pipe may have made it non-blocking, and then it takes nothing while it is full.
        while (written := super().write(data)) is None:
            select.select([], [self], [])
        return written


class _Guarded(io.TextIOWrapper):
    """Text over a sink."""

    def __init__(self, sink: _Sink, encoding: str, *, by_line: bool) -> None:
        # A terminal that cannot show a character is no reason to fail after the work is done.
        super().__init__(
            io.BufferedWriter(sink), encoding, errors="backslashreplace", newline="\n", line_buffering=by_line
        )
        self.sink = sink


def _guarded(number: int, present: TextIO | None) -> _Guarded:
    """Return a standard stream anew.

    What is read by people is in their terminal's encoding. What goes to a file or a program is UTF-8, as every file of
    the agent is, whatever the locale says.
    """
    shown = present is not None and present.isatty()
    encoding = present.encoding if present is not None and (shown or number == 2) else "utf-8"
    return _Guarded(_Sink(number, "w", closefd=False), encoding, by_line=shown or number == 2)


def _occupy() -> None:
    """Take the places of standard streams that are closed, in a way that reading and writing there fails.

    Otherwise the next file that is opened would become standard output, of child processes too.
    """
    for number, flags in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_RDONLY)):
        try:
            os.fstat(number)
        except OSError as error:
            if error.errno != errno.EBADF:
                raise
            os.open(os.devnull, flags)
            os.set_inheritable(number, True)
