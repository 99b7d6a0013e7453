"""What is read from the fleet's server: plain values and values of our model, and nothing that runs.

Docket pickles what it keeps there, and a pickle can name any function of Python: whoever can write to the server could
so run code in the workers, and in whoever waits for results. Arguments of ours are text, numbers and nothing, whose
pickles name nothing. What tasks come to is a value of the model, or a mistake; their pickles name those classes alone.
"""

from functools import partial
from io import BytesIO
from pickle import Unpickler, UnpicklingError, dumps
from types import SimpleNamespace
from typing import Any

from docket import Execution, execution, strikelist
from pydantic import BaseModel

from agent.logs import Log
from foundation.model.errors import AgentError, OutsideError, Problem, rebuilt_error

_NOTHING = {b"args": dumps(()), b"kwargs": dumps({})}
#: Name of a task that nobody knows, which docket takes from the queue and leaves out.
UNREADABLE = "unreadable"
_LEFT_OUT = {
    b"key": UNREADABLE.encode(),
    b"function": UNREADABLE.encode(),
    b"when": b"1970-01-01T00:00:00+00:00",
    b"attempt": b"1",
    **_NOTHING,
}
#: An order of docket's that concerns no task.
_NO_STRIKE = {b"direction": b"restore", b"operator": b"==", b"value": dumps(None)}
_OURS = ("foundation.", "agent.", "memory.", "plugins.")
_rebuild: Any = vars(Execution)["from_message"].__func__
_dumps: Any = vars(execution)["cloudpickle"].dumps
_order: Any = vars(strikelist.StrikeInstruction)["from_message"].__func__


class _Plain(Unpickler):
    """Reads a pickle that names nothing."""

    def find_class(self, module: str, name: str) -> Any:
        """Refuse whatever is named.

        Raises:
            UnpicklingError: always.
        """
        raise _named(module, name)


class _Ours(Unpickler):
    """Reads a pickle that names classes of our model and our mistakes."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of ours, or what makes our mistakes of what they hold.

        Raises:
            UnpicklingError: it is none.
        """
        found = super().find_class(module, name) if module.startswith(_OURS) else None
        if found is rebuilt_error or (isinstance(found, type) and issubclass(found, BaseModel | AgentError)):
            return found
        raise _named(module, name)


def read_nothing_that_runs(log: Log) -> None:
    """Have docket read nothing else.

    Args:
        log: takes what was refused. A task with such arguments is given nothing, so that it fails by itself and is put
            aside; one that is no task is left out.
    """
    Execution.from_message = classmethod(partial(_rebuilt, log))  # type: ignore[assignment]
    strikelist.StrikeInstruction.from_message = classmethod(partial(_ordered, log))  # type: ignore[assignment]
    execution.cloudpickle = SimpleNamespace(dumps=_dumps, loads=_result)  # type: ignore[attr-defined]


async def _rebuilt(log: Log, kind: type[Execution], docket: Any, message: dict[bytes, bytes], **more: Any) -> Execution:
    key = message.get(b"key", b"").decode(errors="replace")[:100]
    refused = _refusal(message, {b"args": tuple, b"kwargs": dict})
    if refused:
        log.error("docket: arguments of a task are not ours", key=key, reason=refused)
    rebuilt: Execution
    try:
        rebuilt = await _rebuild(kind, docket, message | _NOTHING if refused else message, **more)
    except (KeyError, ValueError) as error:
        unreadable = f"{type(error).__name__}: {error}"[:300]
    else:
        return rebuilt
    # An error before it begins would end the worker, and the next one that gets the same.
    log.error("docket: a task cannot be read, and is left out", key=key, reason=unreadable)
    rebuilt = await _rebuild(kind, docket, _LEFT_OUT, **more)
    return rebuilt


def _ordered(log: Log, kind: type[strikelist.StrikeInstruction], message: dict[bytes, bytes]) -> Any:
    refused = _refusal(message, {b"value": object})
    if refused:
        log.error("docket: an order to leave out tasks is not ours", reason=refused)
    return _order(kind, _NO_STRIKE if refused else message)


def _result(content: bytes) -> Any:
    """Return what a task came to.

    Raises:
        OutsideError: it is nothing that a task of ours comes to.
    """
    try:
        return _Ours(BytesIO(content)).load()
    except Exception as error:  # whatever a broken pickle raises
        raise OutsideError(
            Problem(
                code="fleet-result",
                message=f"what the fleet's server has as the result is none of a worker: {str(error)[:200]}",
                remedy="Look who writes to the server; workers of this version write nothing like it.",
            )
        ) from None


def _refusal(message: dict[bytes, bytes], kinds: dict[bytes, type]) -> str:
    """Return why parts of a message are not read; nothing, if they are."""
    try:
        given = {name: _Plain(BytesIO(message[name])).load() for name in kinds}
    except Exception as error:  # whatever a broken pickle raises
        return str(error)[:300] or type(error).__name__
    return "" if all(isinstance(given[name], kind) for name, kind in kinds.items()) else "they are of another form"


def _named(module: str, name: str) -> UnpicklingError:
    return UnpicklingError(f"they name {module[:100]}.{name[:100]}")
