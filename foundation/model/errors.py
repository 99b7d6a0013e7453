"""What can go wrong, by what is to be done about it.

The type of an exception decides on a retry: ``TemporaryError`` may be tried again,
``PermanentError`` never. Findings of the gate are values (see ``finding``), not exceptions.
"""

import errno
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator

from foundation.model.base import FrozenModel
from foundation.model.credentials import without_secrets


def _sayable(text: str) -> str:
    """Return a text that any file, stream or terminal can take: halves of signs (lone surrogates) are replaced."""
    return text if text.isascii() else text.encode(errors="replace").decode()


#: Text of a message: it may quote what it is about, but for credentials and tokens.
Said = Annotated[str, AfterValidator(without_secrets), AfterValidator(_sayable)]

#: How the system says that there is nothing left: space, quota, length of files, open files, memory, a disk that works.
_EXHAUSTED = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EROFS, errno.EIO}
)

#: Whose fault a failure is: the gate refused, the input is wrong, or something outside failed.
Fault = Literal["gate", "input", "outside"]


class Problem(FrozenModel):
    """One mistake: where it is, what it is and how to mend it.

    Attributes:
        code: a stable kebab-case identifier.
        message: what is wrong, in one sentence.
        remedy: how to mend it, in one sentence.
        file: the file's name as the user gave it, if the mistake is in a file.
        line: one-based line, if known.
        column: one-based column, if known.
        path: dotted path inside the document, for example ``component.env[0].name``.
    """

    code: str
    message: Said
    remedy: Said
    file: Said | None = None
    line: int | None = None
    column: int | None = None
    path: Said | None = None

    @property
    def place(self) -> str:
        """Return ``file:line:column path``, as far as it is known."""
        position = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return " ".join(part for part in (position, self.path) if part)


class AgentError(Exception):
    """Base class of every failure that this agent raises on purpose.

    Args:
        problems: every mistake found, in the order of the source.
    """

    #: Name of the failure in the retry policy (mission: retryable_failures and hard_failures).
    failure = "agent_error"
    #: Whose fault it is; doors have words or codes of their own for it.
    fault: ClassVar[Fault] = "gate"
    #: How many mistakes there are besides its problems, where it came a way that not all of them fit through.
    left_out = 0

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[Any, ...]:
        """Have it cross to another process as what it is, whatever its class is made from."""
        return rebuilt_error, (type(self), self.args, vars(self))


def rebuilt_error(kind: type[AgentError], said: tuple[Any, ...], state: dict[str, Any]) -> AgentError:
    """Make an error of another process here.

    Args:
        kind: its class.
        said: what it was made with.
        state: what it holds.
    """
    error = kind.__new__(kind, *said)
    vars(error).update(state)
    return error


class TemporaryError(AgentError):
    """May succeed when tried again unchanged: a time-out, a busy file, a slow dependency."""

    failure = "temporary"
    fault: ClassVar[Fault] = "outside"


class OutsideError(TemporaryError):
    """Something outside the bundle failed: the disk, a tool, a service."""

    failure = "outside"


class PermanentError(AgentError):
    """Stays wrong however often it is tried: somebody has to change something."""

    failure = "permanent"


class InputError(PermanentError):
    """The bundle, a flag or a policy file is wrong.

    Attributes:
        decided_by: settings of the bundle that decide whether a problem is one, besides those at its path; a problem
            of which nothing is said hangs on its path alone.
    """

    failure = "yaml_schema_error"
    fault: ClassVar[Fault] = "input"

    def __init__(self, *problems: Problem, decided_by: Mapping[Problem, frozenset[str]] | None = None) -> None:
        super().__init__(*problems)
        self.decided_by = dict(decided_by or {})


class TraceMissingError(InputError):
    """The trace identity is incomplete; generation halts (mission: process guardrails)."""

    failure = "trace_missing"


class PullRequestUnlinkedError(InputError):
    """A pull request is named that is not linked to the trace; generation is blocked (mission: process guardrails)."""

    failure = "pull_request_unlinked"
    fault: ClassVar[Fault] = "gate"


class PlanError(PermanentError):
    """A plan that must not run."""

    failure = "plan_refused"
    fault: ClassVar[Fault] = "input"


class GateError(PermanentError):
    """Bytes that did not pass validation were about to leave the agent."""

    failure = "policy_violation"


class InvalidObjectsError(GateError):
    """What the bundle says makes objects that no API server takes: the gate found it, and the bundle is wrong."""

    failure = InputError.failure
    fault: ClassVar[Fault] = "input"


def exhausted(error: BaseException) -> OutsideError | None:
    """Return the failure that stands for a machine that has nothing left, such as space for temporary files.

    Args:
        error: what ended a run; nothing is returned if it is something else.
    """
    if not isinstance(error, OSError):
        return None
    no_place = "No usable temporary directory" in (error.strerror or "")
    if error.errno not in _EXHAUSTED and not no_place:
        return None
    reason = "there is no place for temporary files" if no_place else error.strerror
    message = f"this machine cannot go on: {reason}"
    remedy = "Make room, also in the folder for temporary files (TMPDIR), or raise the limits; then run it again."
    return OutsideError(Problem(code="machine-exhausted", message=message, remedy=remedy, file="this machine"))


def unexpected(error: BaseException) -> OutsideError:
    """Return the failure that stands for an exception which nobody expected; its text is for the log alone."""
    known = exhausted(error)
    if known is not None:
        return known
    return OutsideError(
        Problem(
            code="internal-error",
            message=f"something unexpected happened: {type(error).__name__}",
            remedy="This is a defect of the agent; its log has the details. Please report it, and what you asked for.",
            file="agent",
        )
    )
