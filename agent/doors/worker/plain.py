"""What a worker reads from the fleet's server: plain arguments, and nothing that runs.

Docket pickles the arguments of tasks, and a pickle can name any function of Python: whoever can write to the server
could so run code in the workers. Arguments of ours are text, numbers and nothing, whose pickles name nothing.
"""

from functools import partial
from io import BytesIO
from pickle import Unpickler, UnpicklingError, dumps
from typing import Any

from docket import Execution

from agent.logs import Log

_NOTHING = {b"args": dumps(()), b"kwargs": dumps({})}
_rebuild: Any = vars(Execution)["from_message"].__func__


class _Plain(Unpickler):
    """Reads a pickle that names nothing."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse whatever is named.

        Raises:
            UnpicklingError: always.
        """
        raise UnpicklingError(f"they name {module[:100]}.{name[:100]}")


def read_plain_arguments(log: Log) -> None:
    """Have docket read no task with other arguments.

    Args:
        log: takes what was refused. Such a task is given nothing, so that it fails by itself and is put aside: an error
            before it begins would end the worker, and the next one that gets the same.
    """
    Execution.from_message = classmethod(partial(_rebuilt, log))  # type: ignore[assignment]


async def _rebuilt(log: Log, kind: type[Execution], docket: Any, message: dict[bytes, bytes], **more: Any) -> Execution:
    refused = _refusal(message)
    if refused:
        key = message[b"key"].decode(errors="replace")[:100]
        log.error("docket: arguments of a task are not ours", key=key, reason=refused)
    rebuilt: Execution = await _rebuild(kind, docket, message | _NOTHING if refused else message, **more)
    return rebuilt


def _refusal(message: dict[bytes, bytes]) -> str:
    """Return why the arguments of a task are not taken; nothing, if they are."""
    try:
        given = [_Plain(BytesIO(message[name])).load() for name in (b"args", b"kwargs")]
    except Exception as error:  # whatever a broken pickle raises
        return str(error)[:300] or type(error).__name__
    return "" if [*map(type, given)] == [tuple, dict] else "they are of another form"
