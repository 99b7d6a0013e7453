"""The exit codes of the program: whose fault it is that something was not done."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foundation.model.errors import Fault

#: 0 done, 1 blocked by the gate, 2 wrong input, 3 an outside failure.
_CODES: "dict[Fault | None, int]" = {None: 0, "gate": 1, "input": 2, "outside": 3}
#: What `diff` ends with when something differs, as the program diff does.
DIFFERENT = 1
#: Ended by a signal: the exit code is this and the signal's number, as shells have it.
BY_SIGNAL = 128
#: What a command ends with instead of 0 when whoever read its output has gone: as if SIGPIPE had ended it.
NO_READER = BY_SIGNAL + 13


def exit_code(fault: "Fault | None") -> int:
    """Return the exit code for a fault; 0 for none."""
    return _CODES[fault]


def highest(faults: "Iterable[Fault | None]") -> int:
    """Return the exit code for several things done: the highest one counts."""
    return max(map(exit_code, faults), default=0)
