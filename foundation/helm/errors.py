"""Failures of Helm."""

import errno
from itertools import groupby

from foundation.model.errors import OutsideError, PermanentError, Problem, exhausted
from foundation.model.expressions import expression

_PROPERTIES = expression(r"properties ('[^\n]*') not")
#: How Go says that a machine has nothing left (syscall errors), at the end of what it says of a file.
_REASONS = {
    "no space left on device": errno.ENOSPC,
    "disk quota exceeded": errno.EDQUOT,
    "file too large": errno.EFBIG,
    "too many open files": errno.EMFILE,
    "read-only file system": errno.EROFS,
    "input/output error": errno.EIO,
}
_UNWRITTEN = expression(rf"(?:write|open|mkdir|close|create|copy_file_range|fsync) /\S*: ({'|'.join(_REASONS)})$")

#: What Helm says first where the folder for temporary files is not to be had, and what Python says of it.
_NO_PLACE, _NO_PLACE_HERE = "unable to create temp dir ", "No usable temporary directory found"


class RenderError(PermanentError):
    """A chart does not render with the given values."""

    failure = "helm_render_error"


class HelmTimeoutError(OutsideError):
    """Helm did not answer in time; trying again may help."""

    failure = "helm_lint_timeout"


class HelmMissingError(OutsideError):
    """The engine that the settings ask for is not there."""

    failure = "helm_missing"


def settled(message: str) -> str:
    """Return Helm's message with the parts in order that it lists in another order each time."""
    text = _PROPERTIES.sub(lambda found: f"properties {', '.join(sorted(found[1].split(', ')))} not", message)
    groups = groupby(text.split("\n"), lambda line: line.lstrip().startswith("- at "))
    return "\n".join(line for items, group in groups for line in (sorted(group) if items else group))


def render_error(message: str) -> RenderError | OutsideError:
    """Return the error for Helm's own message: the chart's fault, unless the machine let Helm write no file."""
    known = _machine(message.strip())
    if known is not None:
        return known
    return RenderError(
        Problem(
            code="helm-render",
            message=f"the chart does not render: {settled(message.strip())}",
            remedy="Mend the template or the value that the message names.",
        )
    )


def _machine(message: str) -> OutsideError | None:
    """Return what the machine did not let Helm do; nothing, if it is not the machine that it complains of."""
    if message.startswith(_NO_PLACE):
        return exhausted(OSError(errno.ENOENT, _NO_PLACE_HERE))
    written = _UNWRITTEN.search(message)
    return exhausted(OSError(_REASONS[written[1]], written[1])) if written is not None else None
